// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import java.util.Arrays;

/** The dictionary of Itanium C++ ABI 5.1.10: the components of the name so far, in the order in which they ended. */
final class Substitutions {
    private int[] nodes = new int[64];
    private int count;

    void clear() {
        count = 0;
    }

    /** Adds a node and returns it. */
    int add(int node) {
        if (count == nodes.length) {
            nodes = Arrays.copyOf(nodes, count * 2);
        }
        nodes[count++] = node;
        return node;
    }

    /** Takes back the last one: a whole nested name is no component of itself. */
    void dropLast() {
        if (count == 0) {
            throw Malformed.NAME;
        }
        count--;
    }

    int get(int index) {
        if (index >= count) {
            throw Malformed.NAME;
        }
        return nodes[index];
    }

    /** {@code [<seq-id>] _}, base 36; returns the index that it stands for, of which the empty one is the first. */
    static int index(Input in) {
        if (in.eat('_')) {
            return 0;
        }
        int value = 0;
        while (true) {
            int c = in.next();
            if (c == '_') {
                return value + 1;
            }
            int digit = Input.isDigit(c) ? c - '0' : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : -1;
            if (digit < 0 || value > (Integer.MAX_VALUE - 36) / 36) {
                throw Malformed.NAME;
            }
            value = value * 36 + digit;
        }
    }
}
