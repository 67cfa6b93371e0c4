// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

/**
 * A time since the start of the JVM.
 *
 * @param nanos the time in nanoseconds
 * @param at where its digits stand
 */
public record Seconds(long nanos, Span at) {}
