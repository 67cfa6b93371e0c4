// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import java.util.Arrays;

/**
 * What {@code T_}, {@code T0_}, {@code TL0__} stand for (Itanium C++ ABI 5.1.5.8): a stack of levels, each a list of nodes.
 * Level 0 holds the innermost template arguments of the encoding being read; generic lambdas and template template
 * parameters put levels on top. An encoding within a name sees none of the levels around it, and gives them back when it
 * ends. Only the topmost level grows.
 */
final class TemplateParameters {
    private int[] nodes = new int[64];
    private int[] starts = new int[16];
    private int nodeCount;
    private int levelCount;

    /** Index in {@link #starts} of the current encoding's level 0. */
    private int base;

    void clear() {
        nodeCount = 0;
        levelCount = 0;
        base = 0;
    }

    /** Hides all levels; returns what {@link #endEncoding} needs. */
    int beginEncoding() {
        int outer = base;
        base = levelCount;
        return outer;
    }

    void endEncoding(int outer) {
        dropTo(0);
        base = outer;
    }

    /** Number of levels of the current encoding. */
    int levels() {
        return levelCount - base;
    }

    void pushLevel() {
        if (levelCount == starts.length) {
            starts = Arrays.copyOf(starts, levelCount * 2);
        }
        starts[levelCount++] = nodeCount;
    }

    /** Drops the levels from {@code level} on. */
    void dropTo(int level) {
        if (base + level < levelCount) {
            nodeCount = starts[base + level];
            levelCount = base + level;
        }
    }

    /** Adds a parameter to the topmost level. */
    void add(int node) {
        if (nodeCount == nodes.length) {
            nodes = Arrays.copyOf(nodes, nodeCount * 2);
        }
        nodes[nodeCount++] = node;
    }

    /** Number of parameters of the topmost level. */
    int topSize() {
        return nodeCount - starts[levelCount - 1];
    }

    /** The node, or {@link Tree#NONE} if there is no such level or parameter. */
    int get(int level, int index) {
        if (level >= levels()) {
            return Tree.NONE;
        }
        int start = starts[base + level];
        int end = level + 1 < levels() ? starts[base + level + 1] : nodeCount;
        return index < end - start ? nodes[start + index] : Tree.NONE;
    }
}
