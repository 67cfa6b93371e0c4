// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept of a unit: its functions, lines and names. Safe for any number of threads. */
final class CompactUnit {

    /** Most calls in each other that are told. */
    private static final int MAX_FRAMES = 1024;

    private final @Nullable FunctionTree functions;
    private final @Nullable NameTable names;
    private final LineTable lines;
    private final @Nullable LineFiles files;
    private final @Nullable DwarfFormatException fault;
    private final boolean partial;

    /**
     * @param functions null if there are none, as in assembler sources
     * @param names of the functions; null if there are none
     * @param files that the lines and calls are in; null if there is no line table
     * @param fault why there may be more; null if all was read
     * @param partial whether some functions were left out
     */
    CompactUnit(
            @Nullable FunctionTree functions,
            @Nullable NameTable names,
            LineTable lines,
            @Nullable LineFiles files,
            @Nullable DwarfFormatException fault,
            boolean partial) {
        this.functions = functions;
        this.names = names;
        this.lines = lines;
        this.files = files;
        this.fault = fault;
        this.partial = partial;
    }

    /** Returns whether what is kept is all that the unit says of an address; else the unit has to be read as a whole. */
    boolean hasAll(long address) {
        return !partial || (functions != null && functions.find(address) >= 0);
    }

    /** Returns why there may be more; null if all was read. */
    @Nullable
    DwarfFormatException fault() {
        return fault;
    }

    /** Returns what is known of an address. */
    SourceFrames frames(long address) throws IOException {
        Reader reader = new Reader();
        List<SourceFrame> frames = reader.frames(address);
        DwarfFormatException wrong = reader.fault == null ? fault : reader.fault;
        return frames.isEmpty() && wrong == null ? SourceFrames.NONE : new SourceFrames(frames, wrong);
    }

    /** Returns about how many bytes this takes. */
    long bytes() {
        long bytes = 128 + lines.bytes();
        if (functions != null) {
            bytes += functions.bytes();
        }
        if (names != null) {
            bytes += names.bytes();
        }
        if (files != null) {
            bytes += files.bytes();
        }
        return bytes;
    }

    /** Reads names and paths; one that cannot be read is missing, and the rest is told. */
    private final class Reader {

        private @Nullable DwarfFormatException fault;

        List<SourceFrame> frames(long address) throws IOException {
            int row = lines.find(address);
            // A line without its file says nothing.
            int place = row >= 0 && files != null ? files.find(lines.file(row)) : -1;
            boolean known = place >= 0;
            @Nullable String file = known ? path(place) : null;
            int line = known ? lines.line(row) : 0;
            int column = known ? lines.column(row) : 0;
            int discriminator = known ? lines.discriminator(row) : 0;
            int function = functions == null ? FunctionTree.NONE : functions.find(address);
            if (functions == null || names == null || function < 0) {
                return known
                        ? List.of(new SourceFrame(null, null, null, file, line, column, discriminator, false, 0))
                        : List.of();
            }
            SourceFrame[] frames = new SourceFrame[functions.depth(function, MAX_FRAMES)];
            for (int i = 0; i < frames.length; i++) {
                int caller = functions.parent(function);
                int name = functions.name(function);
                frames[i] = new SourceFrame(
                        linkageName(names, name),
                        scope(names, name),
                        name(names, name),
                        file,
                        line,
                        column,
                        discriminator,
                        caller >= 0,
                        functions.lowPc(function));
                file = caller >= 0 && files != null ? path(files.find(functions.callFile(function))) : null;
                line = functions.callLine(function);
                column = functions.callColumn(function);
                discriminator = functions.discriminator(function);
                function = caller;
            }
            return List.of(frames);
        }

        /** @param place of a file; negative for none */
        private @Nullable String path(int place) throws IOException {
            try {
                return files == null || place < 0 ? null : files.path(place);
            } catch (DwarfFormatException e) {
                fault = e;
                return null;
            }
        }

        private @Nullable String linkageName(NameTable table, int number) throws IOException {
            try {
                return table.linkageName(number);
            } catch (DwarfFormatException e) {
                fault = e;
                return null;
            }
        }

        private @Nullable String name(NameTable table, int number) throws IOException {
            try {
                return table.name(number);
            } catch (DwarfFormatException e) {
                fault = e;
                return null;
            }
        }

        private @Nullable String scope(NameTable table, int number) throws IOException {
            try {
                return table.scope(number);
            } catch (DwarfFormatException e) {
                fault = e;
                return null;
            }
        }
    }
}
