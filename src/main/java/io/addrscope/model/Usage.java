// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

import org.jspecify.annotations.Nullable;

/**
 * What memory is used for.
 *
 * @param kind the use in a few words, such as {@code native code}
 * @param detail more of it, such as a thread's name; null if there is no more to say
 * @param certain whether somebody who knows said so; false where it is inferred
 * @param evidence what the statement rests on
 */
public record Usage(String kind, @Nullable String detail, boolean certain, String evidence) {}
