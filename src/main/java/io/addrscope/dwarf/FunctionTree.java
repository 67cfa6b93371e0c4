// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

/** The functions of a unit and the calls that were inlined into them, numbered, in arrays. Immutable. */
final class FunctionTree {

    /** There is no such function. */
    static final int NONE = -1;

    private final RangeMap ranges;
    private final int[] parents;
    private final int[] names;
    private final int[] callFiles;
    private final int[] callLines;
    private final int[] callColumns;
    private final int[] discriminators;
    private final long[] lowPcs;

    private FunctionTree(Builder builder) {
        this.ranges = builder.ranges.build();
        this.parents = builder.parents.toArray();
        this.names = builder.names.toArray();
        this.callFiles = builder.callFiles.toArray();
        this.callLines = builder.callLines.toArray();
        this.callColumns = builder.callColumns.toArray();
        this.discriminators = builder.hasDiscriminators ? builder.discriminators.toArray() : new int[0];
        this.lowPcs = builder.lowPcs.toArray();
    }

    /** Returns the innermost function at an address, {@link #NONE} if there is none. */
    int find(long address) {
        return ranges.find(address);
    }

    /** Returns the function that this one was inlined into, {@link #NONE} if into none. */
    int parent(int function) {
        return parents[function];
    }

    /** Returns how many functions there are from this one to that which was inlined into none: 1 if this is it; at most {@code most}. */
    int depth(int function, int most) {
        int depth = 0;
        for (int next = function; next >= 0 && depth < most; next = parents[next]) {
            depth++;
        }
        return depth;
    }

    /** Returns the number of the name. */
    int name(int function) {
        return names[function];
    }

    /** Returns the number of the file with the call that was inlined. */
    int callFile(int function) {
        return callFiles[function];
    }

    /** Returns the line of the call that was inlined, 0 if unknown. */
    int callLine(int function) {
        return callLines[function];
    }

    /** Returns the column of the call that was inlined, 0 if unknown. */
    int callColumn(int function) {
        return callColumns[function];
    }

    /** Returns the discriminator of the call that was inlined. */
    int discriminator(int function) {
        return discriminators.length == 0 ? 0 : discriminators[function];
    }

    /** Returns where the function begins, 0 if unknown. */
    long lowPc(int function) {
        return lowPcs[function];
    }

    /** Returns how many functions there are. */
    int size() {
        return names.length;
    }

    /** Returns about how many bytes this takes. */
    long bytes() {
        return 28L * names.length + 4L * discriminators.length + ranges.bytes();
    }

    /** Collects functions, outer ones before those inlined into them. For one thread at a time. */
    static final class Builder {

        private final RangeMap.Builder ranges = new RangeMap.Builder();
        private final IntList parents = new IntList();
        private final IntList names = new IntList();
        private final IntList callFiles = new IntList();
        private final IntList callLines = new IntList();
        private final IntList callColumns = new IntList();
        private final IntList discriminators = new IntList();
        private final LongList lowPcs = new LongList();
        private boolean hasDiscriminators;

        /** Adds a function, or an inlined call, of which the attributes were read; returns its number. */
        int add(int parent, int name, FunctionAttributes attributes) {
            parents.add(parent);
            names.add(name);
            callFiles.add(attributes.callFile());
            callLines.add(attributes.callLine());
            callColumns.add(attributes.callColumn());
            discriminators.add(attributes.discriminator());
            hasDiscriminators |= attributes.discriminator() != 0;
            lowPcs.add(attributes.lowPc());
            return names.size() - 1;
        }

        /** Adds a range of the function that was added last. */
        void addRange(long start, long end) {
            int function = names.size() - 1;
            if (lowPcs.get(function) == 0) {
                lowPcs.set(function, start);
            }
            ranges.add(start, end, function);
        }

        int size() {
            return names.size();
        }

        FunctionTree build() {
            return new FunctionTree(this);
        }
    }
}
