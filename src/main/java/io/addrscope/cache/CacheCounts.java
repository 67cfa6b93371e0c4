// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

/**
 * What a cache has done so far. Counters only ever grow.
 *
 * @param hits answers given from memory
 * @param verifications times that the source was asked about a mapping
 * @param mismatches verifications that found another mapping, or none, where one was kept
 * @param evictions times that something had to make room
 * @param mappings how many mappings are kept now
 * @param bytes bytes that are kept now, about
 * @param capacity most bytes that are kept
 * @param epoch the epoch now; 0 where nothing counts epochs
 * @param epochFed whether hooks move the epoch; where not, leases go by time alone
 * @param clockDelayNanos by how much more than its stated error the coarse clock has lagged at worst, in nanoseconds
 */
public record CacheCounts(
        long hits,
        long verifications,
        long mismatches,
        long evictions,
        int mappings,
        long bytes,
        long capacity,
        long epoch,
        boolean epochFed,
        long clockDelayNanos) {}
