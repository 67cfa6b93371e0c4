// SPDX-License-Identifier: Apache-2.0
/**
 * How the values are shown: one line of JSON for programs, text for people.
 *
 * <p>Everything here turns a value of {@code io.addrscope.model} into characters; nothing here does I/O or looks anything
 * up. JSON is written with Gson's streaming writer, without reflection. The text side is on the command line's start
 * path, so it loads few classes: no lambdas, no {@code String.format}, no regular expressions. Start with
 * {@link io.addrscope.render.Json} and {@link io.addrscope.render.LocationText}.
 */
@NullMarked
package io.addrscope.render;

import org.jspecify.annotations.NullMarked;
