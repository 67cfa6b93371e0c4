// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

/** How long the tests of this package run: {@code -Daddrscope.long=true} is for those who want to be sure. */
final class Scale {

    private Scale() {}

    /** Returns the first number, or the second in a long run. */
    static int of(int usual, int inLongRun) {
        return Boolean.getBoolean("addrscope.long") ? inLongRun : usual;
    }
}
