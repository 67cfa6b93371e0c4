// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

/** Where symbols may lie: the sections or the segments that are loaded. Each has an index. */
interface Places {

    /** What {@link #holding} returns if nothing holds the symbol. */
    int NOWHERE = -1;

    /** What is given for the section of a symbol if its table does not tell it. */
    int UNTOLD = Integer.MIN_VALUE;

    /**
     * Returns the place that holds a symbol.
     *
     * @param section index of the symbol's section, as its table tells it; or {@link #UNTOLD}
     * @param value ELF address of the symbol
     */
    int holding(int section, long value);

    /** Returns the ELF address behind the last byte of a place. */
    long end(int place);

    /** Returns whether a place is executable. */
    boolean isCode(int place);

    /** Returns what of the image is executable. */
    CodeRanges code();
}
