// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import java.util.Arrays;

/**
 * Symbols while they are collected, one an index, in the order in which they were found; an array for each property. For one
 * thread.
 *
 * <pre>
 * info: what is small, in one number
 *   bits 0-1    kind, as the code of {@link SymbolKind}
 *   bits 2-3    source, as the code of {@link SymbolSource}
 *   bits 4-7    index of the string table that has the name
 *   bits 8-23   index of the version; 0 is none
 *   bit 24      the version is not the default of its name
 *   bit 25      the table tells the source file
 * </pre>
 */
final class SymbolColumns {

    /** Most string tables: as many as four bits tell. */
    static final int MAX_STRING_TABLES = 16;

    /** Most versions, the index of no version included. */
    static final int MAX_VERSIONS = 1 << 16;

    /** Added to the index of a version that is not the default of its name. */
    static final int OLD_VERSION = MAX_VERSIONS;

    /** Bit of {@link #infos}: {@link #files} tells the source file. */
    static final int HAS_FILE = 1 << 25;

    private static final int VERSION_BITS = 0x1ffff00;

    private static final int FIRST_CAPACITY = 256;

    /** ELF address of the first byte. */
    long[] starts = new long[FIRST_CAPACITY];

    /** {@code st_size}; 0 if it is not told. */
    long[] sizes = new long[FIRST_CAPACITY];

    /** ELF address behind the last byte of the section or segment that holds the symbol. */
    long[] limits = new long[FIRST_CAPACITY];

    /** Where the name begins in its string table, unsigned. */
    int[] names = new int[FIRST_CAPACITY];

    int[] infos = new int[FIRST_CAPACITY];

    /** Where the name of the source file begins in the string table of the name, unsigned; of meaning with {@link #HAS_FILE} alone. */
    int[] files = new int[FIRST_CAPACITY];

    int count;

    private int file;

    static int info(SymbolKind kind, SymbolSource source, int strings, int version) {
        return kind.code | (source.code << 2) | (strings << 4) | (version << 8);
    }

    static int kindOf(int info) {
        return info & 3;
    }

    static int sourceOf(int info) {
        return (info >>> 2) & 3;
    }

    static int stringsOf(int info) {
        return (info >>> 4) & 15;
    }

    static int withStrings(int info, int strings) {
        return (info & ~(15 << 4)) | (strings << 4);
    }

    static int versionOf(int info) {
        return (info >>> 8) & 0xffff;
    }

    static boolean isOldVersion(int info) {
        return (info & (OLD_VERSION << 8)) != 0;
    }

    static int withVersionOf(int info, int other) {
        return (info & ~VERSION_BITS) | (other & VERSION_BITS);
    }

    static boolean hasFile(int info) {
        return (info & HAS_FILE) != 0;
    }

    /** Tells where the name of the source file begins of those symbols that are added from now on. */
    void beginFile(int name) {
        file = name;
    }

    void add(long start, long size, long limit, int name, int info) {
        if (count == starts.length) {
            int capacity = count * 2;
            starts = Arrays.copyOf(starts, capacity);
            sizes = Arrays.copyOf(sizes, capacity);
            limits = Arrays.copyOf(limits, capacity);
            names = Arrays.copyOf(names, capacity);
            infos = Arrays.copyOf(infos, capacity);
            files = Arrays.copyOf(files, capacity);
        }
        starts[count] = start;
        sizes[count] = size;
        limits[count] = limit;
        names[count] = name;
        infos[count] = info;
        files[count] = file;
        count++;
    }
}
