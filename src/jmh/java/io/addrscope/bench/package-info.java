// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks: what answers, starts and commands cost, beside what the same costs a small C program or an empty one,
 * and what asking does to a thread that does something else.
 *
 * <p>The entry class is {@link io.addrscope.bench.Benchmarks}, which measures all and prints the table; the classes with
 * JMH's annotations can also be run alone. May use whatever applications may use.
 */
@NullMarked
package io.addrscope.bench;

import org.jspecify.annotations.NullMarked;
