// SPDX-License-Identifier: Apache-2.0
/**
 * The command line: one class a command, and what they share.
 *
 * <p>It may use the library, and of {@code io.addrscope.agent} only the class that starts it. Most of a run is the start
 * of a JVM, so what runs for {@code resolve}, {@code maps} and {@code crash} loads few classes: no lambdas, no streams, no
 * {@code String.format}, no regular expressions, and no native library unless the kernel's query is asked for. Start
 * with {@link io.addrscope.cli.Cli}.
 */
@NullMarked
package io.addrscope.cli;

import org.jspecify.annotations.NullMarked;
