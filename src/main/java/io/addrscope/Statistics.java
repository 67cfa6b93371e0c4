// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import io.addrscope.cache.CacheCounts;
import io.addrscope.model.ObtainedBy;

/**
 * How an address space obtains its answers, and what it has done so far. Counters only ever grow.
 *
 * @param obtainedBy how single addresses are looked up
 * @param explanation why the kernel's query is not used, or was refused of late, in one sentence; empty where it works
 * @param locations how many addresses were located
 * @param queries how many times the kernel's query was made
 * @param snapshots how many times the text of all mappings was read
 * @param images how many ELF images' headers are kept now
 * @param imageHits how many times kept headers served
 * @param imageMisses how many times headers had to be read
 * @param symbolTables how many images' symbols are kept now
 * @param heldFiles how many files this JVM holds open now because they are asked about often: one descriptor each
 * @param cache what was answered from memory, and what is kept
 */
public record Statistics(
        ObtainedBy obtainedBy,
        String explanation,
        long locations,
        long queries,
        long snapshots,
        int images,
        long imageHits,
        long imageMisses,
        int symbolTables,
        int heldFiles,
        CacheCounts cache) {}
