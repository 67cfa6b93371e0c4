// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.arm;

import java.io.IOException;

/**
 * A library in memory: an ELF image of 64 bits, little-endian, as the dynamic linker has left it (gABI: ELF header, program
 * header, dynamic section, symbol table; the GNU hash table as glibc reads it).
 */
final class LoadedLibrary {

    /** {@code \x7fELF}, 64 bits, little-endian, version 1. */
    private static final long IDENT = 0x00_01_01_02_46_4c_45_7fL;

    private static final long IDENT_MASK = 0x00_ff_ff_ff_ff_ff_ff_ffL;
    private static final int E_PHOFF = 32;
    private static final int E_PHENTSIZE_AND_PHNUM = 54;

    private static final int PROGRAM_HEADER_BYTES = 56;
    private static final int MOST_PROGRAM_HEADERS = 64;
    private static final int P_OFFSET = 8;
    private static final int P_VADDR = 16;
    private static final int P_MEMSZ = 40;
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_GNU_RELRO = 0x6474_e552;
    private static final int PF_W = 2;

    private static final int DYNAMIC_ENTRY_BYTES = 16;
    private static final int MOST_DYNAMIC_ENTRIES = 512;
    private static final int DT_STRTAB = 5;
    private static final int DT_SYMTAB = 6;
    private static final int DT_GNU_HASH = 0x6fff_fef5;

    private static final int SYMBOL_BYTES = 24;
    private static final int ST_VALUE = 8;
    private static final int LONGEST_CHAIN = 1 << 12;

    private final ProcessMemory memory;
    private final long start;
    private final long header;
    private final int headers;

    /** What to add to an address of the file's to get that in memory. */
    private final long bias;

    private final long symbols;
    private final long names;
    private final long hash;

    /**
     * Reads the headers of the library whose first page is at {@code start}.
     *
     * @throws IOException if they are not there, or not as expected
     */
    LoadedLibrary(ProcessMemory memory, long start) throws IOException {
        this.memory = memory;
        this.start = start;
        if ((memory.word(start) & IDENT_MASK) != IDENT) {
            throw new IOException("libjvm.so is no ELF image of 64 bits, little-endian");
        }
        int sizes = memory.half(start + E_PHENTSIZE_AND_PHNUM);
        headers = sizes >>> Short.SIZE;
        header = start + memory.word(start + E_PHOFF);
        if ((sizes & 0xffff) != PROGRAM_HEADER_BYTES || headers > MOST_PROGRAM_HEADERS) {
            throw new IOException("libjvm.so has unusual program headers");
        }
        long first = find(PT_LOAD);
        bias = start - memory.word(first + P_VADDR) + memory.word(first + P_OFFSET);
        long dynamic = bias + memory.word(find(PT_DYNAMIC) + P_VADDR);
        symbols = dynamic(dynamic, DT_SYMTAB);
        names = dynamic(dynamic, DT_STRTAB);
        hash = dynamic(dynamic, DT_GNU_HASH);
    }

    /** Returns the address of the first program header of a type. */
    private long find(int type) throws IOException {
        for (int i = 0; i < headers; i++) {
            if (memory.half(header(i)) == type) {
                return header(i);
            }
        }
        throw new IOException("libjvm.so has no program header of type " + type);
    }

    private long header(int index) {
        return header + (long) index * PROGRAM_HEADER_BYTES;
    }

    private long dynamic(long table, int tag) throws IOException {
        for (int i = 0; i < MOST_DYNAMIC_ENTRIES; i++) {
            long entry = table + (long) i * DYNAMIC_ENTRY_BYTES;
            long found = memory.word(entry);
            if (found == tag) {
                long value = memory.word(entry + Long.BYTES);
                // glibc has added the bias, musl has not.
                return Long.compareUnsigned(value, start) < 0 ? bias + value : value;
            }
            if (found == 0) {
                break;
            }
        }
        throw new IOException("libjvm.so has no dynamic entry " + tag);
    }

    /**
     * Returns the address of an exported symbol.
     *
     * @throws IOException if the library exports none of that name
     */
    long symbol(String name) throws IOException {
        int wanted = 5381;
        for (int i = 0; i < name.length(); i++) {
            wanted = wanted * 33 + name.charAt(i);
        }
        int buckets = memory.half(hash);
        int unhashed = memory.half(hash + 4);
        long bucket = hash + 16 + 8L * (memory.half(hash + 8) & 0xffff_ffffL);
        if (buckets != 0) {
            long chain = bucket + 4L * (buckets & 0xffff_ffffL);
            long index = memory.half(bucket + 4L * Integer.remainderUnsigned(wanted, buckets)) & 0xffff_ffffL;
            // An empty bucket has index 0.
            for (int i = 0; i < LONGEST_CHAIN && index >= unhashed; i++, index++) {
                int found = memory.half(chain + 4 * (index - unhashed));
                // The lowest bit says whether the chain ends here.
                if ((found | 1) == (wanted | 1)) {
                    long symbol = symbols + index * SYMBOL_BYTES;
                    if (memory.isText(names + (memory.half(symbol) & 0xffff_ffffL), name)) {
                        return bias + memory.word(symbol + ST_VALUE);
                    }
                }
                if ((found & 1) != 0) {
                    break;
                }
            }
        }
        throw new IOException("libjvm.so does not export " + name);
    }

    /** Returns whether the word at an address is part of the library's variables. */
    boolean isVariable(long address) throws IOException {
        boolean isVariable = false;
        for (int i = 0; i < headers; i++) {
            long at = header(i);
            int type = memory.half(at);
            if (type == PT_LOAD && (memory.half(at + 4) & PF_W) != 0) {
                isVariable |= isWordOf(at, address);
            } else if (type == PT_GNU_RELRO && isWordOf(at, address)) {
                return false;
            }
        }
        return isVariable && address % Long.BYTES == 0;
    }

    private boolean isWordOf(long programHeader, long address) throws IOException {
        long offset = address - bias - memory.word(programHeader + P_VADDR);
        long size = memory.word(programHeader + P_MEMSZ);
        return size >= Long.BYTES && Long.compareUnsigned(offset, size - Long.BYTES) <= 0;
    }
}
