// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

/**
 * Where text goes: how wide it is and whether it knows colors.
 *
 * @param width columns in which sentences are wrapped; names and addresses are never cut or broken, whatever the width
 * @param color whether to use the escape sequences of ECMA-48 (SGR)
 */
public record Page(int width, boolean color) {

    /** A width at which no line is broken. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;
}
