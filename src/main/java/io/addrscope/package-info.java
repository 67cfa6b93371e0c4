// SPDX-License-Identifier: Apache-2.0
/**
 * What applications call: {@link io.addrscope.AddressSpace}, and the values of {@code io.addrscope.model} that it
 * returns. Every other package is the library's own and may change between any two releases.
 */
@NullMarked
package io.addrscope;

import org.jspecify.annotations.NullMarked;
