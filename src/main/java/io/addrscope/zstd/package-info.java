// SPDX-License-Identifier: Apache-2.0
/**
 * A decoder of Zstandard frames (RFC 8878), for sections that are compressed so ({@code ELFCOMPRESS_ZSTD}).
 *
 * <p>A frame is whatever lies in the source: cut off, contradictory or made to harm. Every size is checked before memory is
 * taken for it, every loop ends with its input or its block, and the only exceptions are {@link java.io.IOException} of the
 * source and {@link io.addrscope.zstd.ZstdFormatException}. Frames that need a dictionary are refused. Uses nothing but
 * {@code java.base}.
 *
 * <p>Start with {@link io.addrscope.zstd.ZstdInputStream}. Sections are named in the classes as "RFC" and a number; their
 * words are kept where there is a word.
 */
@NullMarked
package io.addrscope.zstd;

import org.jspecify.annotations.NullMarked;
