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
 * The sections by which one file names another (GDB manual, "Debugging Information in Separate Files"; DWZ).
 *
 * <pre>
 * .gnu_debuglink                           .gnu_debugaltlink
 *   name, its NUL included                   path, its NUL included
 *   padded with zeros to 4 bytes             build ID, all bytes that remain
 *   CRC-32, 4 bytes in the file's order
 * </pre>
 */
final class LinkSections {

    /** Longest section that is read, in bytes: a path of Linux and a build ID. */
    private static final int MAX_SECTION = 4096 + 64;

    /** Longest build ID that is believed, in bytes. */
    private static final int MAX_BUILD_ID = 64;

    private LinkSections() {}

    /** Reads {@code .gnu_debuglink}; null if there is none. */
    static @Nullable DebugLink debugLink(ElfFile file) throws IOException {
        byte[] section = read(file, ".gnu_debuglink");
        if (section == null) {
            return null;
        }
        byte[] name = string(file, section, ".gnu_debuglink");
        int crcAt = (name.length + 1 + 3) & -4;
        if (crcAt > section.length - Integer.BYTES) {
            throw fault(file, ".gnu_debuglink has no checksum");
        }
        int crc = ByteBuffer.wrap(section).order(file.order()).getInt(crcAt);
        return new DebugLink(MappingName.of(name), crc);
    }

    /** Reads {@code .gnu_debugaltlink}; null if there is none. */
    static @Nullable AltLink altLink(ElfFile file) throws IOException {
        byte[] section = read(file, ".gnu_debugaltlink");
        if (section == null) {
            return null;
        }
        byte[] path = string(file, section, ".gnu_debugaltlink");
        int idLength = section.length - (path.length + 1);
        if (path.length == 0 || idLength == 0 || idLength > MAX_BUILD_ID) {
            throw fault(file, ".gnu_debugaltlink has no path or no build ID");
        }
        byte[] id = Arrays.copyOfRange(section, path.length + 1, section.length);
        return new AltLink(MappingName.of(path), BuildId.of(id));
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

    private static byte[] string(ElfFile file, byte[] section, String name) throws ElfFormatException {
        for (int i = 0; i < section.length; i++) {
            if (section[i] == 0) {
                return Arrays.copyOf(section, i);
            }
        }
        throw fault(file, name + " has a name without an end");
    }

    private static ElfFormatException fault(ElfFile file, String fault) {
        return new ElfFormatException(file.bytes().name(), 0, fault);
    }
}
