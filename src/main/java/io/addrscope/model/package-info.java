// SPDX-License-Identifier: Apache-2.0
/**
 * The values that every other package speaks in: what the kernel says of a mapping, and what AddrScope says of an
 * address.
 *
 * <p>Everything here is immutable and safe to share between threads. Nothing here does I/O, and nothing here depends on
 * another package of the library. Start with {@link io.addrscope.model.Location}.
 */
@NullMarked
package io.addrscope.model;

import org.jspecify.annotations.NullMarked;
