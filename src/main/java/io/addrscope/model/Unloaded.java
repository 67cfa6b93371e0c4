// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

/**
 * Code of a file that was mapped once and is not any more.
 *
 * @param mapping the mapping as it was, with its build ID if it had one
 * @param lastSeenNanos when it was last found in force, by {@link System#nanoTime}
 * @param firstMissedNanos when it was first found gone, by {@link System#nanoTime}: it went some time between the two
 */
public record Unloaded(Mapping mapping, long lastSeenNanos, long firstMissedNanos) {}
