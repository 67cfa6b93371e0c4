// SPDX-License-Identifier: Apache-2.0
/**
 * Debug files: what an ELF file has of symbols and debug information itself, and where the rest of it lies.
 *
 * <p>Distributions strip libraries and ship what was stripped in files of their own. Where those lie is custom: by build
 * ID in a debug directory, by the name that the library's {@code .gnu_debuglink} gives, beside a JDK's library, in a cache
 * that a debuginfod client filled. A file is taken only if it is shown to belong to the library, by the build ID or else by
 * the link's checksum; every place that was looked at is told together with what was found there.
 *
 * <p>Files and servers may mean harm: what is read is bounded, a name out of a file never leads where it should not, and the
 * network is used only if it was asked for. May use {@code io.addrscope.model}, {@code io.addrscope.linux} and
 * {@code io.addrscope.elf}.
 *
 * <p>Start with {@link io.addrscope.debuginfo.DebugFiles}.
 */
@NullMarked
package io.addrscope.debuginfo;

import org.jspecify.annotations.NullMarked;
