// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crashlab;

/**
 * What became of a command that ran while a dead JVM waited for it.
 *
 * @param status its exit status
 * @param stdout all of it
 * @param stderr likewise
 */
public record CommandOutput(int status, String stdout, String stderr) {}
