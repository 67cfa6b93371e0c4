// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import io.addrscope.ImageFile;
import io.addrscope.Settings;
import io.addrscope.debuginfo.DebugFile;
import io.addrscope.debuginfo.DebugFiles;
import io.addrscope.debuginfo.DebugSettings;
import io.addrscope.debuginfo.LibraryImage;
import io.addrscope.dwarf.Companions;
import io.addrscope.dwarf.DebugInfo;
import io.addrscope.dwarf.SourceFrames;
import io.addrscope.elf.ElfFile;
import io.addrscope.linux.OpenFile;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.linux.TargetProcess;
import io.addrscope.model.Location;
import io.addrscope.model.MappingName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Symbols, functions and lines of addresses at random in the code of libc, whose units have all been read. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LineLookUp {

    private static final Path LIBC = Path.of("/lib/x86_64-linux-gnu/libc.so.6");
    private static final int ADDRESSES = 10_000;

    /** So much room that every unit stays. */
    private static final long MEMORY = 1 << 30;

    /** How many mappings the process has, at least; a file has none. */
    @Param("300")
    public int mappings;

    private @Nullable ImageFile file;
    private @Nullable DebugInfo info;
    private long[] addresses = {};
    private int next;

    /** Reads the file, chooses addresses that have lines, and has all their units read. */
    @Setup
    public void setUp() throws IOException {
        ImageFile opened = ImageFile.of(LIBC, Settings.DEFAULT.withMemory(MEMORY));
        long size = LIBC.toFile().length();
        Random random = new Random(1);
        List<Long> lined = new ArrayList<>();
        while (lined.size() < ADDRESSES) {
            long address = (long) (random.nextDouble() * size);
            if (!opened.locate(address).frames().isEmpty()) {
                lined.add(address);
            }
        }
        file = opened;
        info = debugInfo();
        for (long address : lined.stream().mapToLong(Long::longValue).toArray()) {
            info.frames(address);
        }
        addresses = lined.stream().mapToLong(Long::longValue).toArray();
    }

    /** The debug file stays open. */
    private static DebugInfo debugInfo() throws IOException {
        ProcessFiles files = new ProcessFiles(TargetProcess.self(), null);
        MappingName path = ProcessFiles.nameOf(LIBC);
        try (OpenFile library = files.open(path)) {
            LibraryImage image = LibraryImage.of(path, library.identity(), ElfFile.read(library.bytes()));
            DebugFile debug =
                    new DebugFiles(files, DebugSettings.ofSystem()).find(image).found();
            if (debug == null) {
                throw new IOException("libc has no debug file here (Debian: apt install libc6-dbg)");
            }
            return DebugInfo.open(debug.elf(), Companions.NONE, MEMORY);
        }
    }

    /** Functions and lines of an address, of the reader of debug information alone. */
    @Benchmark
    public SourceFrames frames() throws IOException {
        next = next + 1 < addresses.length ? next + 1 : 0;
        return Objects.requireNonNull(info).frames(addresses[next]);
    }

    /** All that is known of an address of the file. */
    @Benchmark
    public Location located() {
        next = next + 1 < addresses.length ? next + 1 : 0;
        return Objects.requireNonNull(file).locate(addresses[next]);
    }
}
