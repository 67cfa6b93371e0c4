// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.linux.ByteSource;
import io.addrscope.linux.TargetProcess;
import io.addrscope.testing.ChannelSource;
import io.addrscope.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What this JVM has loaded tells the same symbols from memory as from the files. */
class SymbolMemoryTest {

    /** Addresses of ELF headers in this process, by what the kernel calls the mapping. */
    private static Map<String, Long> loaded() throws IOException {
        Map<String, Long> images = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
            String[] words = line.split(" +", 6);
            boolean isBeginning = words.length == 6 && Long.parseLong(words[2], 16) == 0;
            if (isBeginning && (words[5].contains(".so") || words[5].equals("[vdso]"))) {
                images.putIfAbsent(words[5], Long.parseUnsignedLong(words[0].split("-", 2)[0], 16));
            }
        }
        return images;
    }

    private static long bias(ElfImage image, long headerAddress) {
        ProgramHeader first = image.programHeaders().stream()
                .filter(ProgramHeader::isLoad)
                .findFirst()
                .orElseThrow();
        return headerAddress - (first.vaddr() - first.offset());
    }

    private static SymbolTable fromMemory(ByteSource memory, long headerAddress) throws IOException {
        ElfImage image = ElfReader.fromMemory(memory, headerAddress);
        return SymbolTable.fromMemory(memory, image, bias(image, headerAddress));
    }

    @Test
    void loadedLibraries() throws IOException {
        Fixture.available()
                .filter(fixture -> fixture.isLoadable() && !fixture.isProgram())
                .forEach(fixture -> System.load(fixture.file().toString()));
        int libraries = 0;
        try (ByteSource memory = TargetProcess.self().openMemory()) {
            for (Map.Entry<String, Long> image : loaded().entrySet()) {
                // Not those that other tests have loaded: they may be gone by now, or be made to be odd.
                if (!image.getKey().startsWith("/usr/")) {
                    continue;
                }
                SymbolTable inMemory = fromMemory(memory, image.getValue());
                try (ChannelSource file = ChannelSource.file(Path.of(image.getKey()))) {
                    compare(image.getKey(), inMemory, SymbolTable.fromFile(ElfFile.read(file), SymbolLimits.DEFAULT));
                }
                libraries++;
            }
        }
        assertThat(libraries).isGreaterThanOrEqualTo(12);
    }

    private static void compare(String name, SymbolTable inMemory, SymbolTable inFile) throws IOException {
        assertThat(inMemory.faults()).as(name).isEmpty();
        Set<Long> dynamic = new HashSet<>();
        for (ReadelfSymbol symbol : ReadelfSymbol.of(Path.of(name))) {
            boolean isPlace = switch (symbol.type()) {
                case "FUNC", "OBJECT", "IFUNC", "NOTYPE" ->
                    !symbol.section().equals("UND") && !symbol.section().equals("ABS");
                default -> false;
            };
            if (isPlace && symbol.table().equals(".dynsym")) {
                dynamic.add(symbol.value());
            }
        }
        for (int i = 0; i < inMemory.count(); i++) {
            long start = inMemory.start(i);
            int other = inFile.find(start);
            assertThat(dynamic).as("%s in %s", inMemory.name(i), name).contains(start);
            if (other == SymbolTable.NONE) {
                // A mark of the linker's behind a section's end, such as _edata: memory does not tell where sections
                // end.
                assertThat(inMemory.size(i))
                        .as("%s in %s", inMemory.name(i), name)
                        .isZero();
                continue;
            }
            if (inFile.table(other) == SymbolSource.DYNSYM) {
                assertThat(inMemory.name(i)).isEqualTo(inFile.name(other));
                assertThat(inMemory.version(i)).isEqualTo(inFile.version(other));
            }
            assertThat(inMemory.size(i)).as("%s in %s", inMemory.name(i), name).isEqualTo(inFile.size(other));
            assertThat(inMemory.start(i)).isEqualTo(inFile.start(other));
        }
        assertThat(inMemory.count()).as(name).isGreaterThanOrEqualTo(dynamic.size() * 9 / 10 - 1);
    }

    @Test
    void vdso() throws IOException {
        try (ByteSource memory = TargetProcess.self().openMemory()) {
            Map<String, Long> loaded = loaded();
            assertThat(loaded).containsKey("[vdso]");
            long address = loaded.getOrDefault("[vdso]", 0L);
            SymbolTable table = fromMemory(memory, address);
            boolean found = false;
            for (int i = 0; i < table.count(); i++) {
                found |= table.name(i).equals("__vdso_clock_gettime");
                assertThat(table.version(i)).isEqualTo("LINUX_2.6");
            }
            assertThat(found).isTrue();
            assertThat(table.faults()).isEmpty();
        }
    }
}
