// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.addrscope.linux.ByteSource;
import io.addrscope.testing.ArraySource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged symbol tables: nothing but the documented exceptions, bounded work, and answers that keep the rules. */
class SymbolDamageTest {

    private static final long SEED = 20261125;

    private static final long HEADER_ADDRESS = 0x7f1234560000L;

    private static final SymbolLimits LIMITS = new SymbolLimits(10_000, 1 << 20, 1 << 20);

    /** Headers, each table at most once, and what is looked at to find the slots. */
    private static final long BUDGET = 64 << 20;

    @ParameterizedTest
    @CsvSource({
        "cut.so, gcc, '-DWITH_IFUNC'",
        "cut-i386.so, gcc, '-m32'",
        "cut-s390x.so, s390x-linux-gnu-gcc, '-O2'",
    })
    void cutAtManyPlaces(String name, String compiler, String flags) throws IOException {
        byte[] whole = Files.readAllBytes(SymbolFixtures.library(name, compiler, flags));
        // The section headers are last, so that what is cut has none; a copy in front of all the rest is kept.
        for (int length = 0; length < whole.length; length += length < 1000 ? 3 : 97) {
            byte[] cut = Arrays.copyOf(whole, length);
            exercise(cut);
            exercise(withoutSections(cut));
        }
    }

    private static byte[] withoutSections(byte[] image) {
        byte[] copy = image.clone();
        int at =
                copy.length > Layout.EI_CLASS && copy[Layout.EI_CLASS] == 1 ? Layout.ELF32.eShoff : Layout.ELF64.eShoff;
        if (copy.length >= at + Long.BYTES) {
            Arrays.fill(copy, at, at + (at == Layout.ELF32.eShoff ? Integer.BYTES : Long.BYTES), (byte) 0);
        }
        return copy;
    }

    @ParameterizedTest
    @CsvSource({
        "flip.so, gcc, '-DWITH_IFUNC'",
        "flip-i386.so, gcc, '-m32 -Wl,--hash-style=gnu'",
        "flip-aarch64.so, clang, '--target=aarch64-linux-gnu -fuse-ld=lld'",
        "flip-s390x.so, s390x-linux-gnu-gcc, '-O2'",
    })
    void everyByteOfHeadersAndTables(String name, String compiler, String flags) throws IOException {
        byte[] bytes = Files.readAllBytes(SymbolFixtures.library(name, compiler, flags));
        ElfFile file = ElfFile.read(ArraySource.file(bytes));
        Random random = new Random(SEED);
        flip(bytes, 0, 1000, random);
        for (String section :
                new String[] {".symtab", ".dynsym", ".gnu.version", ".gnu.version_r", ".dynamic", ".rela.plt"}) {
            SectionHeader header = file.sections().find(section);
            if (header != null) {
                flip(bytes, (int) header.offset(), (int) (header.offset() + Math.min(500, header.size())), random);
            }
        }
        ByteBuffer header = ByteBuffer.wrap(bytes).order(file.order());
        int shoff = (int) Layout.of(file.image().elfClass())
                .word(header, Layout.of(file.image().elfClass()).eShoff);
        flip(bytes, shoff, bytes.length, random);
    }

    private static void flip(byte[] bytes, int from, int to, Random random) {
        for (int at = from; at < to; at++) {
            byte intact = bytes[at];
            for (int value : new int[] {0xff, intact ^ 1, random.nextInt(256)}) {
                bytes[at] = (byte) value;
                exercise(bytes);
            }
            bytes[at] = intact;
        }
    }

    @Test
    void hugeCountsCostNothing() throws IOException {
        Path path = SymbolFixtures.changed(
                SymbolFixtures.library("huge.so", "gcc", ""), "huge-bare.so", "llvm-objcopy", "--strip-sections");
        byte[] bytes = Files.readAllBytes(path);
        ElfImage image = ElfReader.fromFile(ArraySource.file(bytes));
        DynamicSection dynamic = DynamicSection.read(image, LoadedBytes.inFile(ElfFile.read(ArraySource.file(bytes))));
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        // nbuckets, symoffset, bloom_size: the file offset is the ELF address, as far as the first segment goes.
        for (int field = 0; field < 3; field++) {
            int at = (int) dynamic.gnuHash + field * Integer.BYTES;
            int intact = buffer.getInt(at);
            for (int value : new int[] {-1, Integer.MAX_VALUE, 1 << 20}) {
                buffer.putInt(at, value);
                exercise(bytes);
            }
            buffer.putInt(at, intact);
        }
    }

    /** Memory of a process may have room for whatever a count says. */
    @Test
    void endlessMemoryIsNotReadToItsEnd() throws IOException {
        ElfImage image = new ElfBuilder()
                .load(ProgramHeader.PF_R, 0, 0, 1L << 40, 1L << 40)
                .read();
        ByteBuffer start = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        for (int buckets : new int[] {1, Integer.MAX_VALUE, -1}) {
            start.putInt(16, buckets).putInt(20, 1).putInt(24, 0).putInt(32, 5);
            EndlessMemory memory = new EndlessMemory(start.array());
            DynamicSection dynamic = DynamicSection.read(image, LoadedBytes.inMemory(memory, image, 0));
            dynamic.gnuHash = 16;

            assertThatThrownBy(() -> new HashTables(image, LoadedBytes.inMemory(memory, image, 0), 1 << 20)
                            .countSymbols(dynamic))
                    .isInstanceOf(ElfFormatException.class);
            assertThat(memory.bytesRead).isLessThan(16 << 20);
        }
    }

    /** Some bytes, and zeros behind them without end. */
    private static final class EndlessMemory implements ByteSource {

        private final byte[] start;
        private long bytesRead;

        EndlessMemory(byte[] start) {
            this.start = start;
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) {
            bytesRead += length;
            for (int i = 0; i < length; i++) {
                target[offset + i] = position + i < start.length ? start[(int) (position + i)] : 0;
            }
            return length;
        }

        @Override
        public long size() {
            return Long.MAX_VALUE;
        }

        @Override
        public String name() {
            return "memory";
        }

        @Override
        public void close() {}
    }

    private static void exercise(byte[] bytes) {
        ArraySource file = ArraySource.file(bytes);
        try {
            check(SymbolTable.fromFile(ElfFile.read(file), LIMITS));
        } catch (ElfFormatException documented) {
            assertThat(documented).hasMessageStartingWith("array at 0x");
        } catch (IOException e) {
            throw new AssertionError("an array has no other errors", e);
        }
        ArraySource memory = ArraySource.memory(bytes, HEADER_ADDRESS);
        try {
            check(SymbolTable.fromMemory(memory, ElfReader.fromMemory(memory, HEADER_ADDRESS), HEADER_ADDRESS, LIMITS));
        } catch (IOException documented) {
            // What lies behind the array cannot be read.
        }
        assertThat(file.bytesRead()).isLessThan(BUDGET);
        assertThat(memory.bytesRead()).isLessThan(BUDGET);
    }

    private static void check(SymbolTable table) throws IOException {
        SymbolTableChecks.check(table);
    }
}
