// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.crash.MappingSection.Format;
import io.addrscope.crash.MappingSection.Library;
import io.addrscope.maps.ReportedMaps;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the mapping section. On Linux it is the text of {@code /proc/PID/maps}, on other systems a list of libraries.
 *
 * <pre>
 * 7f5a3c028000-7f5a3c1bd000 r-xp 00028000 fe:00 339380                     /usr/lib/x86_64-linux-gnu/libc.so.6
 * 0x00007ff7598b0000 - 0x00007ff759912000     C:\java\bin\java.exe
 * 0x00000001001e0000     /usr/lib/libjli.dylib
 * Total number of mappings: 325
 * </pre>
 */
final class MappingReader implements SectionReader {

    private final Cuts cuts;
    private final ReportedMaps maps = new ReportedMaps(Limits.MAPPINGS, Limits.MAPPING_NAME_BYTES);
    private final List<Library> libraries = new ArrayList<>();
    private Format format = Format.NONE;
    private int lines;
    private int unreadable;
    private @Nullable Word declared;
    private boolean isCut;

    MappingReader(Cuts cuts) {
        this.cuts = cuts;
    }

    @Override
    public void read(SectionKind kind, Line line, boolean isFirst) {
        if (isFirst) {
            return;
        }
        if (line.isCut()) {
            // Of a name, or of a number, anything may be missing.
            isCut |= line.length() > 0;
        } else if (line.skip("Total number of mappings:")) {
            line.skipBlanks();
            declared = line.decimal();
        } else if (line.startsWith("0x")) {
            readLibrary(line);
        } else if (!line.isBlank()) {
            readMapping(line);
        }
    }

    private void readMapping(Line line) {
        switch (maps.add(line.copy(), line.offset(line.from()))) {
            case ADDED -> {
                lines++;
                format = Format.LINUX;
            }
            case MALFORMED -> {
                unreadable++;
                if (format == Format.NONE) {
                    format = Format.OTHER;
                }
            }
            case FULL -> {
                isCut = true;
                boolean isFull = lines == Limits.MAPPINGS;
                cuts.add(
                        isFull ? "mappings" : "bytes of names of mappings",
                        isFull ? Limits.MAPPINGS : Limits.MAPPING_NAME_BYTES,
                        line.offset(line.from()));
            }
        }
    }

    private void readLibrary(Line line) {
        Word base = line.hex();
        if (base == null) {
            unreadable++;
            return;
        }
        Word end = line.skip(" - ") ? line.hex() : null;
        Text path = line.rest();
        if (path == null) {
            unreadable++;
            return;
        }
        if (format != Format.LINUX) {
            format = end == null ? Format.BASES : Format.WINDOWS;
        }
        cuts.keep(
                libraries,
                new Library(base, end, path),
                Limits.LIBRARIES,
                "libraries",
                base.at().offset());
    }

    @Override
    public void interrupted() {
        isCut = true;
    }

    /** @param endsHere whether the input ended in this section */
    MappingSection section(boolean endsHere) {
        return new MappingSection(format, maps, lines, unreadable, declared, isCut || endsHere, List.copyOf(libraries));
    }
}
