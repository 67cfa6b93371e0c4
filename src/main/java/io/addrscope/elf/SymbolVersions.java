// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The versions of dynamic symbols (Linux Standard Base, "Symbol Versioning").
 *
 * <pre>
 * .gnu.version    two bytes for each symbol: bits 0-14 are the version's index (0 local, 1 without version), bit 15
 *                 tells that it is not the default of its name
 *
 * .gnu.version_d  definitions                     .gnu.version_r  needs
 *   vd_version  0  2                                vn_version  0  2
 *   vd_flags    2  2  bit 0: names the image        vn_cnt      2  2
 *   vd_ndx      4  2  index                         vn_file     4  4
 *   vd_cnt      6  2                                vn_aux      8  4  offset of the first Vernaux from here
 *   vd_hash     8  4                                vn_next    12  4  offset of the next from here
 *   vd_aux     12  4  offset of the name from here  Vernaux
 *   vd_next    16  4  offset of the next from here    vna_hash  0  4
 *   Verdaux                                           vna_flags 4  2
 *     vda_name  0  4                                  vna_other 6  2  index
 *     vda_next  4  4                                  vna_name  8  4
 *                                                     vna_next 12  4  offset of the next from here
 * </pre>
 *
 * All fields have these sizes in 32-bit images, too. Immutable once read.
 */
final class SymbolVersions {

    /** Most bytes of definitions, and of needs, that are read. */
    static final int MAX_BYTES = 1 << 20;

    /** Longest name that is believed, in bytes: longer ones are none. */
    private static final int MAX_NAME = 256;

    /** Bytes of {@code .gnu.version} that are read at a time. */
    private static final int WINDOW = 4096;

    private static final int INDEX_BITS = 0x7fff;
    private static final int VER_FLG_BASE = 1;
    private static final int VERDEF_SIZE = 20;
    private static final int VERNEED_SIZE = 16;
    private static final int VERNAUX_SIZE = 16;

    private final ByteWindow indices;
    private final ByteOrder order;
    private final StringTable strings;

    /** What {@link SymbolColumns} calls each version; 0 is none. */
    private final int[] ids = new int[INDEX_BITS + 1];

    private final List<String> names;

    /**
     * @param indices what {@code .gnu.version} has
     * @param strings the string table of the dynamic symbols
     * @param names the names of versions that are known, by id; new ones are added
     */
    SymbolVersions(ByteSource indices, ByteOrder order, StringTable strings, List<String> names) {
        this.indices = new ByteWindow(indices, order, WINDOW);
        this.order = order;
        this.strings = strings;
        this.names = names;
    }

    /**
     * Returns what {@link SymbolColumns} has of a symbol's version: the id, perhaps with {@link SymbolColumns#OLD_VERSION}; 0
     * if it has none, or none that is known.
     *
     * @param symbol the symbol's index in its table
     */
    int of(int symbol) throws IOException {
        int index = indices.getShort((long) symbol * Short.BYTES);
        int id = ids[index & INDEX_BITS];
        return id == 0 || index <= INDEX_BITS ? id : id | SymbolColumns.OLD_VERSION;
    }

    /** Reads what {@code .gnu.version_d} has. */
    void readDefinitions(ByteSource definitions) throws IOException {
        ByteBuffer bytes = readAll(definitions);
        // Offsets go forwards, so that each step comes nearer to the end.
        for (long at = 0; at + VERDEF_SIZE <= bytes.limit(); ) {
            int here = (int) at;
            int index = bytes.getShort(here + 4) & INDEX_BITS;
            long aux = here + Integer.toUnsignedLong(bytes.getInt(here + 12));
            if ((bytes.getShort(here + 2) & VER_FLG_BASE) == 0 && aux + Integer.BYTES <= bytes.limit()) {
                define(index, bytes.getInt((int) aux));
            }
            long next = Integer.toUnsignedLong(bytes.getInt(here + 16));
            if (next == 0) {
                break;
            }
            at += next;
        }
    }

    /** Reads what {@code .gnu.version_r} has. */
    void readNeeds(ByteSource needs) throws IOException {
        ByteBuffer bytes = readAll(needs);
        int budget = bytes.limit() / VERNAUX_SIZE;
        for (long at = 0; at + VERNEED_SIZE <= bytes.limit(); ) {
            int here = (int) at;
            long aux = here + Integer.toUnsignedLong(bytes.getInt(here + 8));
            int count = Short.toUnsignedInt(bytes.getShort(here + 2));
            for (int i = 0; i < count && budget > 0 && aux + VERNAUX_SIZE <= bytes.limit(); i++, budget--) {
                define(bytes.getShort((int) aux + 6) & INDEX_BITS, bytes.getInt((int) aux + 8));
                aux += Integer.toUnsignedLong(bytes.getInt((int) aux + 12));
            }
            long next = Integer.toUnsignedLong(bytes.getInt(here + 12));
            if (next == 0) {
                break;
            }
            at += next;
        }
    }

    private ByteBuffer readAll(ByteSource source) throws IOException {
        byte[] bytes = new byte[(int) Math.min(MAX_BYTES, source.size())];
        int count = Math.max(0, source.read(0, bytes, 0, bytes.length));
        return ByteBuffer.wrap(bytes, 0, count).slice().order(order);
    }

    private void define(int index, int name) throws IOException {
        if (index <= 1 || ids[index] != 0 || names.size() >= SymbolColumns.MAX_VERSIONS) {
            return;
        }
        byte[] bytes = strings.name(Integer.toUnsignedLong(name), MAX_NAME + 1);
        if (bytes.length == 0 || bytes.length > MAX_NAME) {
            return;
        }
        ids[index] = names.size();
        names.add(new String(bytes, StandardCharsets.UTF_8));
    }
}
