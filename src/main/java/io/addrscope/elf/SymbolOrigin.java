// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import java.io.IOException;

/** Something that tells symbols of an image. For one thread. */
interface SymbolOrigin {

    /**
     * Collects the symbols of the complete table, if there is one.
     *
     * @throws IOException if the image cannot be read; what is wrong with it is a fault of the collection
     */
    void readSymtab(SymbolCollection collection) throws IOException;

    /** Collects what the dynamic linker knows, as {@link #readSymtab} does. */
    void readDynsym(SymbolCollection collection) throws IOException;

    /** Collects what is left where there is no complete table, as {@link #readSymtab} does. */
    void readDebugdata(SymbolCollection collection) throws IOException;

    /** Returns what of the image is executable. */
    CodeRanges code();
}
