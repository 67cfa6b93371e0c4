// SPDX-License-Identifier: Apache-2.0
/**
 * What tests of several packages share: the tools of the machine, the ELF files that they build, and sources of bytes.
 *
 * <p>Start with {@link io.addrscope.testing.Fixture} for a library or program to load, and with
 * {@link io.addrscope.testing.Toolchain} for anything else that a compiler or a binary tool makes.
 */
@NullMarked
package io.addrscope.testing;

import org.jspecify.annotations.NullMarked;
