// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.elf.ElfFile;
import io.addrscope.elf.ElfFormatException;
import io.addrscope.elf.SectionHeader;
import io.addrscope.linux.ByteSource;
import io.addrscope.model.BuildId;
import io.addrscope.model.MappingName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sections by which one file names another (GDB manual, "Debugging Information in Separate Files"; DWZ; DWARF 5, section
 * 7.3.6).
 *
 * <pre>
 * .gnu_debuglink                           .gnu_debugaltlink
 *   name, its NUL included                   path, its NUL included
 *   padded with zeros to 4 bytes             build ID, all bytes that remain
 *   CRC-32, 4 bytes in the file's order
 *
 * .debug_sup
 *   version, 2 bytes in the file's order: 5
 *   1 byte: 0 in a file that names another, 1 in the one that is named
 *   path, its NUL included; empty in the one that is named
 *   length of the checksum, unsigned LEB128
 *   checksum of the one that is named
 * </pre>
 */
final class LinkSections {

    /** Longest section that is read, in bytes: a path of Linux and a build ID. */
    private static final int MAX_SECTION = 4096 + 64;

    /** Longest build ID that is believed, in bytes. */
    private static final int MAX_BUILD_ID = 64;

    private static final String SUPPLEMENT = ".debug_sup";

    private static final int SUPPLEMENT_VERSION = 5;

    /** Where the path begins in {@code .debug_sup}. */
    private static final int SUPPLEMENT_PATH = Short.BYTES + 1;

    private LinkSections() {}

    /** Reads {@code .gnu_debuglink}; null if there is none. */
    static @Nullable DebugLink debugLink(ElfFile file) throws IOException {
        byte[] section = read(file, ".gnu_debuglink");
        if (section == null) {
            return null;
        }
        byte[] name = string(file, section, 0, ".gnu_debuglink");
        int crcAt = (name.length + 1 + 3) & -4;
        if (crcAt > section.length - Integer.BYTES) {
            throw fault(file, ".gnu_debuglink has no checksum");
        }
        int crc = ByteBuffer.wrap(section).order(file.order()).getInt(crcAt);
        return new DebugLink(MappingName.of(name), crc);
    }

    /** Reads {@code .gnu_debugaltlink}, or {@code .debug_sup} of a file that names another; null if there is neither. */
    static @Nullable AltLink altLink(ElfFile file) throws IOException {
        byte[] section = read(file, ".gnu_debugaltlink");
        if (section == null) {
            Supplement supplement = supplement(file);
            return supplement == null || supplement.path.length == 0
                    ? null
                    : new AltLink(MappingName.of(supplement.path), supplement.checksum, true);
        }
        byte[] path = string(file, section, 0, ".gnu_debugaltlink");
        int idLength = section.length - (path.length + 1);
        if (path.length == 0 || idLength == 0 || idLength > MAX_BUILD_ID) {
            throw fault(file, ".gnu_debugaltlink has no path or no build ID");
        }
        byte[] id = Arrays.copyOfRange(section, path.length + 1, section.length);
        return new AltLink(MappingName.of(path), BuildId.of(id), false);
    }

    /** Returns the checksum that a supplementary file calls itself by; null if it is none. */
    static @Nullable BuildId supplementaryChecksum(ElfFile file) throws IOException {
        Supplement supplement = supplement(file);
        return supplement == null || supplement.path.length != 0 ? null : supplement.checksum;
    }

    private static final class Supplement {

        /** Empty if the file is the one that others name. */
        final byte[] path;

        final BuildId checksum;

        Supplement(byte[] path, BuildId checksum) {
            this.path = path;
            this.checksum = checksum;
        }
    }

    private static @Nullable Supplement supplement(ElfFile file) throws IOException {
        byte[] section = read(file, SUPPLEMENT);
        if (section == null) {
            return null;
        }
        if (section.length < SUPPLEMENT_PATH
                || ByteBuffer.wrap(section).order(file.order()).getShort(0) != SUPPLEMENT_VERSION) {
            throw fault(file, SUPPLEMENT + " is not of version " + SUPPLEMENT_VERSION);
        }
        boolean named = section[Short.BYTES] != 0;
        byte[] path = string(file, section, SUPPLEMENT_PATH, SUPPLEMENT);
        if (named != (path.length == 0)) {
            throw fault(file, SUPPLEMENT + (named ? " of the file that is named names another" : " names no file"));
        }
        int at = SUPPLEMENT_PATH + path.length + 1;
        // What is believed fits into one byte.
        int length = at < section.length ? section[at] : 0;
        if (length <= 0 || length > MAX_BUILD_ID || length > section.length - (at + 1)) {
            throw fault(file, SUPPLEMENT + " has no checksum");
        }
        return new Supplement(path, BuildId.of(Arrays.copyOfRange(section, at + 1, at + 1 + length)));
    }

    private static byte @Nullable [] read(ElfFile file, String name) throws IOException {
        SectionHeader header = file.sections().find(name);
        if (header == null || header.type() == SectionHeader.SHT_NOBITS) {
            return null;
        }
        ByteSource content = file.content(header);
        if (content.size() > MAX_SECTION) {
            throw fault(file, name + " of " + content.size() + " bytes");
        }
        byte[] bytes = new byte[(int) content.size()];
        int count = content.read(0, bytes, 0, bytes.length);
        return count == bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(0, count));
    }

    private static byte[] string(ElfFile file, byte[] section, int start, String name) throws ElfFormatException {
        for (int i = start; i < section.length; i++) {
            if (section[i] == 0) {
                return Arrays.copyOfRange(section, start, i);
            }
        }
        throw fault(file, name + " has a name without an end");
    }

    private static ElfFormatException fault(ElfFile file, String fault) {
        return new ElfFormatException(file.bytes().name(), 0, fault);
    }
}
