// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

/**
 * The nearest mapping on one side of an unmapped address.
 *
 * @param distance bytes between the address and the mapping: from the mapping's end to the address below, from the
 *     address to the mapping's start above
 * @param mapping the mapping
 */
public record Neighbor(long distance, Mapping mapping) {}
