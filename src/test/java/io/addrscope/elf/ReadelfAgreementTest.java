// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.linux.ByteSource;
import io.addrscope.testing.ChannelSource;
import io.addrscope.testing.Fixture;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three programs by other hands read the same files. */
class ReadelfAgreementTest {

    private static final Path SYSTEM_LIBRARIES = Path.of("/usr/lib/x86_64-linux-gnu");

    private static final int SAMPLE = 300;

    private static final long SEED = 20261122;

    /** {@code e_machine} by what the tools call it. */
    private static final Map<String, Integer> MACHINES = Map.ofEntries(
            Map.entry("Advanced Micro Devices X86-64", 62),
            Map.entry("AMD x86-64", 62),
            Map.entry("Intel 80386", 3),
            Map.entry("AArch64", 183),
            Map.entry("AARCH64", 183),
            Map.entry("IBM S/390", 22),
            Map.entry("MIPS R3000", 8),
            Map.entry("MIPS", 8),
            Map.entry("PowerPC64", 21),
            Map.entry("Linux BPF", 247),
            Map.entry("BPF", 247),
            Map.entry("EM_BPF", 247));

    @ParameterizedTest
    @ValueSource(strings = {"readelf", "llvm-readelf", "eu-readelf"})
    void fixtures(String tool) throws IOException {
        List<Path> fixtures = Fixture.available()
                .filter(fixture -> fixture != Fixture.BFD_LIBRARY_SHORT_BUILD_ID)
                .map(Fixture::file)
                .toList();

        agree(tool, fixtures);

        assertThat(fixtures).hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"readelf", "llvm-readelf", "eu-readelf"})
    void systemAndJdkLibraries(String tool) throws IOException {
        List<Path> sample = new ArrayList<>(elfFiles(SYSTEM_LIBRARIES));
        Collections.shuffle(sample, new Random(SEED));
        sample = new ArrayList<>(sample.subList(0, Math.min(SAMPLE, sample.size())));
        sample.addAll(elfFiles(Path.of(System.getProperty("java.home")).toRealPath()));

        agree(tool, sample);

        assertThat(sample).hasSizeGreaterThan(50);
    }

    /** The note lacks its padding, at which the tools balk; the linker says what it wrote. */
    @Test
    void buildIdOfOneByte() throws IOException {
        ElfImage image = read(Fixture.BFD_LIBRARY_SHORT_BUILD_ID.file());

        assertThat(image.buildId()).hasToString("5a");
        assertThat(image.noteFault()).isNull();
    }

    private static List<Path> elfFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !Files.isSymbolicLink(file))
                    .filter(ReadelfAgreementTest::hasMagic)
                    .sorted()
                    .toList();
        }
    }

    private static boolean hasMagic(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(4), new byte[] {0x7f, 'E', 'L', 'F'});
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    private static void agree(String tool, List<Path> files) throws IOException {
        Toolchain.require(tool);
        for (Map.Entry<Path, Readelf.Answer> entry : Readelf.ask(tool, files).entrySet()) {
            Readelf.Answer answer = entry.getValue();
            ElfImage image = read(entry.getKey());
            String file = tool + " " + entry.getKey();
            assertThat(image.elfClass().name())
                    .as(file)
                    .isEqualTo(answer.header().get("Class"));
            assertThat(answer.header().get("Data"))
                    .as(file)
                    .endsWith(image.byteOrder() == ByteOrder.BIG_ENDIAN ? "big endian" : "little endian");
            assertThat(answer.header().get("Type")).as(file).startsWith(typeName(image.type()) + " ");
            assertThat(image.machine())
                    .as(file)
                    .isEqualTo(MACHINES.get(answer.header().get("Machine")));
            assertThat(image.programHeaders())
                    .as(file)
                    .extracting(Readelf::line)
                    .isEqualTo(answer.segments());
            assertThat(image.buildId() == null ? "" : image.buildId().toString())
                    .as(file)
                    .isEqualTo(image.programHeaders().isEmpty() ? "" : answer.buildId());
            assertThat(image.noteFault()).as(file).isNull();
        }
    }

    private static String typeName(int type) {
        return switch (type) {
            case 1 -> "REL";
            case ElfImage.ET_EXEC -> "EXEC";
            case ElfImage.ET_DYN -> "DYN";
            default -> "unknown " + type;
        };
    }

    private static ElfImage read(Path file) throws IOException {
        try (ByteSource source = ChannelSource.file(file)) {
            return ElfReader.fromFile(source);
        }
    }
}
