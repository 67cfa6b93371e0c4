// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

/** What a piece of text is, which decides its color (ECMA-48 SGR); the colors are those of the terminal's theme. */
enum Ink {
    PLAIN(""),
    ADDRESS("\033[1m"),
    NAME("\033[36m"),
    LABEL("\033[2m"),
    PROBLEM("\033[33m");

    static final String END = "\033[0m";

    final String begin;

    Ink(String begin) {
        this.begin = begin;
    }
}
