// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Finds out how many dynamic symbols there are, which only the hash tables tell.
 *
 * <pre>
 * DT_HASH (gABI, "Hash Table")         DT_GNU_HASH (as binutils write it)
 *   nbucket  one word                    nbuckets    0  4
 *   nchain   one word: the number        symoffset   4  4   the first symbol that is hashed
 *            of symbols                  bloom_size  8  4
 *   ...                                  bloom_shift 12 4
 *                                        bloom           bloom_size addresses
 *                                        buckets         nbuckets of 4: the first symbol of each, 0 for none
 *                                        chain           4 for each symbol that is hashed; an odd one ends its bucket
 * </pre>
 *
 * The words of DT_HASH have four bytes; on Alpha and 64-bit s390 they have eight.
 */
final class HashTables {

    private static final int EM_S390 = 22;
    private static final int EM_ALPHA = 0x9026;

    private static final int GNU_HEADER_SIZE = 16;

    /** How many bytes are read at a time. */
    private static final int CHUNK = 16 << 10;

    private final ElfImage image;
    private final LoadedBytes loaded;

    /** Most buckets, and most links of a chain, that are looked at. */
    private final int max;

    HashTables(ElfImage image, LoadedBytes loaded, int max) {
        this.image = image;
        this.loaded = loaded;
        this.max = max;
    }

    /**
     * Returns the number of symbols, unsigned.
     *
     * @throws ElfFormatException if there is no hash table, or it does not lie in a segment
     * @throws IOException if the image cannot be read
     */
    long countSymbols(DynamicSection dynamic) throws IOException {
        if (dynamic.symbolCount != 0) {
            return dynamic.symbolCount;
        }
        if (dynamic.hash != 0) {
            return countOfHash(dynamic.hash);
        }
        if (dynamic.gnuHash != 0) {
            return countOfGnuHash(dynamic.gnuHash);
        }
        throw new ElfFormatException(
                loaded.name(), dynamic.symbols, "no hash table tells how many dynamic symbols there are");
    }

    private long countOfHash(long address) throws IOException {
        boolean isWide =
                image.elfClass() == ElfClass.ELF64 && (image.machine() == EM_S390 || image.machine() == EM_ALPHA);
        int word = isWide ? Long.BYTES : Integer.BYTES;
        ByteBuffer header = read(address, 2 * word);
        return isWide ? header.getLong(word) : Integer.toUnsignedLong(header.getInt(word));
    }

    private long countOfGnuHash(long address) throws IOException {
        ByteBuffer header = read(address, GNU_HEADER_SIZE);
        long buckets = Integer.toUnsignedLong(header.getInt(0));
        long first = Integer.toUnsignedLong(header.getInt(4));
        long bloomBytes = Integer.toUnsignedLong(header.getInt(8)) * Layout.of(image.elfClass()).wordSize;
        if (buckets > max) {
            throw new ElfFormatException(loaded.name(), address, "more hash buckets than are read: " + buckets);
        }
        long bucketsAt = address + GNU_HEADER_SIZE + bloomBytes;
        long last = largest(bucketsAt, buckets);
        if (last < first) {
            return first;
        }
        long chainAt = bucketsAt + buckets * Integer.BYTES;
        return last + 1 + linksBehind(chainAt + (last - first) * Integer.BYTES);
    }

    private long largest(long address, long count) throws IOException {
        long largest = 0;
        for (long done = 0; done < count; ) {
            ByteBuffer words =
                    read(address + done * Integer.BYTES, (int) Math.min(CHUNK, (count - done) * Integer.BYTES));
            for (int at = 0; at < words.limit(); at += Integer.BYTES) {
                largest = Math.max(largest, Integer.toUnsignedLong(words.getInt(at)));
            }
            done += words.limit() / Integer.BYTES;
        }
        return largest;
    }

    /** Returns how many links follow the one at an address, up to the end of its bucket. */
    private long linksBehind(long address) throws IOException {
        long links = 0;
        while (links < max) {
            ByteBuffer words = readUpTo(address + links * Integer.BYTES, CHUNK);
            for (int at = 0; at + Integer.BYTES <= words.limit(); at += Integer.BYTES) {
                if ((words.getInt(at) & 1) != 0) {
                    return links;
                }
                links++;
            }
            if (words.limit() < CHUNK) {
                break;
            }
        }
        throw new ElfFormatException(loaded.name(), address, "a chain of the hash table does not end");
    }

    private ByteBuffer read(long address, int length) throws IOException {
        ByteBuffer bytes = readUpTo(address, length);
        if (bytes.limit() < length) {
            throw new ElfFormatException(loaded.name(), address, "the hash table is cut off");
        }
        return bytes;
    }

    private ByteBuffer readUpTo(long address, int length) throws IOException {
        ByteSource source = loaded.from(address, length, "the hash table");
        byte[] bytes = new byte[(int) source.size()];
        int count = Math.max(0, source.read(0, bytes, 0, bytes.length));
        return ByteBuffer.wrap(bytes, 0, count).slice().order(image.byteOrder());
    }
}
