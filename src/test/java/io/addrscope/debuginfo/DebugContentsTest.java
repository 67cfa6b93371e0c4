// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.elf.ElfFile;
import io.addrscope.testing.ArraySource;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oracle is readelf. */
final class DebugContentsTest {

    private static final Pattern TABLE = Pattern.compile("Symbol table '(\\S+)' contains (\\d+) entr");
    private static final Pattern VERSION = Pattern.compile("^   Version: +(\\d)$", Pattern.MULTILINE);

    @TempDir
    private Path directory;

    private static DebugContents read(Path file) throws IOException {
        return DebugContents.of(ElfFile.read(ArraySource.file(Files.readAllBytes(file))));
    }

    private static long symbols(Path file, String table) {
        Matcher matcher = TABLE.matcher(Toolchain.run("readelf", "-W", "-s", file.toString()));
        while (matcher.find()) {
            if (matcher.group(1).equals(table)) {
                return Long.parseLong(matcher.group(2)) - 1;
            }
        }
        return 0;
    }

    private static int version(Path file) {
        Matcher matcher = VERSION.matcher(Toolchain.run("readelf", "--debug-dump=info", file.toString()));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private Path build(String... flags) {
        Path file = directory.resolve(String.join("", flags).replace('/', '_') + ".so");
        List<String> all = new ArrayList<>(List.of("-shared", "-fPIC"));
        all.addAll(List.of(flags));
        Toolchain.compile(
                file,
                "gcc",
                all,
                List.of(Toolchain.source("library.c", directory).toString()));
        return file;
    }

    @Test
    void contentsAreThoseThatReadelfSees() throws IOException {
        SplitLibrary split = SplitLibrary.usual();
        Stream<Path> files = Stream.of(
                split.full(),
                split.debug(),
                split.stripped(),
                SplitLibrary.anonymous().full(),
                SplitLibrary.foreign().debug(),
                build("-g", "-gdwarf-4"),
                build("-g", "-gz=zlib"),
                build("-g", "-gdwarf-5", "-gdwarf64"),
                build("-g1"),
                build("-g0"));
        for (Path file : files.toList()) {
            DebugContents contents = read(file);
            String sections = Toolchain.run("readelf", "-W", "-S", file.toString());
            assertThat(contents.symbols()).as("%s", file).isEqualTo(symbols(file, ".symtab"));
            assertThat(contents.debugInfo()).as("%s", file).isEqualTo(sections.contains(" .debug_info "));
            assertThat(contents.debugLine()).as("%s", file).isEqualTo(sections.contains(" .debug_line "));
            assertThat(contents.dwarfVersion()).as("%s", file).isEqualTo(version(file));
            assertThat(contents.fault()).as("%s", file).isNull();
            assertThat(contents.altLink()).as("%s", file).isNull();
            boolean hasId = sections.contains(".note.gnu.build-id");
            assertThat(contents.buildId() == null ? "" : contents.buildId().toString())
                    .as("%s", file)
                    .isEqualTo(hasId ? SplitLibrary.buildId(file) : "");
        }
        assertThat(read(split.full()).dynamicSymbols()).isEqualTo(symbols(split.full(), ".dynsym"));
        assertThat(read(build("-g", "-gz=zlib")).compressed()).isTrue();
        assertThat(read(split.full()).compressed()).isFalse();
    }

    @Test
    void linkIsTheOneThatReadelfSees() throws IOException {
        DebugContents contents = read(SplitLibrary.usual().stripped());
        DebugLink link = Objects.requireNonNull(contents.debugLink());
        assertThat(Toolchain.run(
                        "readelf",
                        "--debug-dump=links",
                        SplitLibrary.usual().stripped().toString()))
                .contains(
                        "Separate debug info file: " + link.name(), "CRC value: 0x" + Integer.toHexString(link.crc()));
        assertThat(contents.isUseful()).isFalse();
    }

    @Test
    void miniDebugInfoIsNoticed() throws IOException {
        Path file = SplitLibrary.copy(SplitLibrary.usual().stripped(), directory.resolve("mini.so"));
        assertThat(read(file).miniDebugInfo()).isFalse();
        Toolchain.run("objcopy", "--add-section=.gnu_debugdata=/etc/hostname", file.toString());
        assertThat(read(file).miniDebugInfo()).isTrue();
    }

    /** Whatever the bytes, an answer comes, or the documented exception. */
    @Test
    void damagedFilesAreRead() throws IOException {
        byte[] whole = Files.readAllBytes(SplitLibrary.usual().stripped());
        Random random = new Random(20261125);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            int first = random.nextBoolean() ? whole.length - 4096 : 0;
            for (int j = 0; j <= random.nextInt(4); j++) {
                int at = Math.max(0, first) + random.nextInt(Math.min(4096, whole.length));
                damaged[Math.min(at, whole.length - 1)] = (byte) random.nextInt();
            }
            try {
                DebugContents contents = DebugContents.of(ElfFile.read(ArraySource.file(damaged)));
                assertThat(contents.symbols()).isNotNegative();
                read++;
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
        assertThat(read).isPositive();
    }
}
