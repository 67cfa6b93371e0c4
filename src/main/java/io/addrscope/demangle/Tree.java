// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import java.util.Arrays;

/**
 * The syntax tree of one C++ name, without an object per node: a node is the offset of its words in one array, reused from
 * name to name.
 *
 * <pre>
 * words[n]      kind, see {@link Kind}, which says what each kind's operands are
 * words[n + i]  operand i, from 1: another node, a number, or an offset into the raw name
 * </pre>
 *
 * A list is a node of kind {@link Kind#LIST}: its length, then its elements. Nodes are shared (a substitution is the node
 * that it stands for), so this is a graph without cycles until forward references are filled in.
 */
final class Tree {
    /** No node: an absent part. */
    static final int NONE = 0;

    /** The list without elements. */
    static final int EMPTY = 1;

    private static final int FIRST_FREE = 3;

    private int[] words = new int[2048];
    private int top = FIRST_FREE;

    private String[] texts = new String[64];
    private int textCount;

    private int[] pending = new int[64];
    private int pendingCount;

    Tree() {
        words[EMPTY] = Kind.LIST;
    }

    void reset() {
        top = FIRST_FREE;
        textCount = 0;
        pendingCount = 0;
    }

    int kind(int node) {
        return words[node];
    }

    int get(int node, int operand) {
        return words[node + operand];
    }

    void set(int node, int operand, int value) {
        words[node + operand] = value;
    }

    int add(int kind, int a) {
        int node = begin(kind, 1);
        words[node + 1] = a;
        return node;
    }

    int add(int kind, int a, int b) {
        int node = begin(kind, 2);
        words[node + 1] = a;
        words[node + 2] = b;
        return node;
    }

    int add(int kind, int a, int b, int c) {
        int node = begin(kind, 3);
        words[node + 1] = a;
        words[node + 2] = b;
        words[node + 3] = c;
        return node;
    }

    int add(int kind, int a, int b, int c, int d) {
        int node = begin(kind, 4);
        words[node + 1] = a;
        words[node + 2] = b;
        words[node + 3] = c;
        words[node + 4] = d;
        return node;
    }

    int add(int kind, int a, int b, int c, int d, int e) {
        int node = begin(kind, 5);
        words[node + 1] = a;
        words[node + 2] = b;
        words[node + 3] = c;
        words[node + 4] = d;
        words[node + 5] = e;
        return node;
    }

    int add(int kind, int a, int b, int c, int d, int e, int f) {
        int node = begin(kind, 6);
        words[node + 1] = a;
        words[node + 2] = b;
        words[node + 3] = c;
        words[node + 4] = d;
        words[node + 5] = e;
        words[node + 6] = f;
        return node;
    }

    /** A {@link Kind#TEXT} node for words that are not in the raw name. */
    int text(String ascii) {
        return add(Kind.TEXT, keep(ascii));
    }

    /** Keeps a text that a node refers to and returns the operand for it. */
    int keep(String ascii) {
        if (textCount == texts.length) {
            texts = Arrays.copyOf(texts, textCount * 2);
        }
        texts[textCount] = ascii;
        return textCount++;
    }

    /** The text that {@link #keep} returned {@code operand} for. */
    String kept(int operand) {
        return texts[operand];
    }

    /** Where a list begins whose elements are given to {@link #push} and which {@link #list} ends. Lists nest. */
    int mark() {
        return pendingCount;
    }

    void push(int element) {
        if (pendingCount == pending.length) {
            pending = Arrays.copyOf(pending, pendingCount * 2);
        }
        pending[pendingCount++] = element;
    }

    /** A list of everything pushed since {@code mark}. */
    int list(int mark) {
        int count = pendingCount - mark;
        pendingCount = mark;
        if (count == 0) {
            return EMPTY;
        }
        int node = begin(Kind.LIST, 1 + count);
        words[node + 1] = count;
        System.arraycopy(pending, mark, words, node + 2, count);
        return node;
    }

    int size(int list) {
        return words[list + 1];
    }

    int element(int list, int index) {
        return words[list + 2 + index];
    }

    /** Whether this grew so far that it is better dropped than kept for the next name. */
    boolean isLarge() {
        return words.length > 1 << 16;
    }

    private int begin(int kind, int operands) {
        int node = top;
        top += 1 + operands;
        if (top > words.length) {
            words = Arrays.copyOf(words, Math.max(top, words.length * 2));
        }
        words[node] = kind;
        return node;
    }
}
