// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/**
 * What one name may cost. A name is input from a file that nobody vouches for: a few hundred bytes of substitutions can
 * stand for gigabytes of text, and for recursion without end.
 */
final class Limits {
    /** Longest raw name that is tried, in UTF-16 units. */
    static final int INPUT = 1 << 16;

    /** Longest demangled name, in bytes of UTF-8. */
    static final int OUTPUT = 1 << 18;

    /**
     * Deepest nesting of productions, and of printed nodes. One level costs three or four Java frames, so that this many fit
     * in a quarter of a megabyte of stack.
     */
    static final int DEPTH = 320;

    /** Most nodes printed for one name; counts what prints nothing, too. */
    static final int WORK = 1 << 18;

    private Limits() {}
}
