// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The machine and the build of the VM.
 *
 * @param distribution name and version of the operating system, where they stand on their own
 * @param kernel what {@code uname} says; on macOS it may hold the name of the host
 * @param libc the C library
 * @param limits resource limits
 * @param load load average
 * @param cpu processors
 * @param memory memory, in one line
 * @param pageKibibytes size of a page in KiB
 * @param maxMapCount how many mappings a process may have
 * @param meminfo the lines of {@code /proc/meminfo}
 * @param processMemory the lines on the process's memory
 * @param container the lines on the container
 * @param vmInfo the build of the VM
 */
public record SystemInfo(
        @Nullable Text distribution,
        @Nullable Text kernel,
        @Nullable Text libc,
        @Nullable Text limits,
        @Nullable Text load,
        @Nullable Text cpu,
        @Nullable Text memory,
        @Nullable Word pageKibibytes,
        @Nullable Word maxMapCount,
        List<Text> meminfo,
        List<Text> processMemory,
        List<Text> container,
        @Nullable Text vmInfo) {}
