// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

/**
 * A limit that was reached: of this kind of thing, nothing is kept from here on.
 *
 * @param what what there was too much of, in the plural
 * @param limit how many, or how many bytes, are kept at most
 * @param at offset in the input of the first one that is not kept
 */
public record Cut(String what, long limit, long at) {}
