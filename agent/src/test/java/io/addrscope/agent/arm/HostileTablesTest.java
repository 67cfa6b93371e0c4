// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.arm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where HotSpot's tables are not as they should be, nothing is written. */
class HostileTablesTest {

    /** How far it comes where all is well: in this memory, there is no direct buffer. */
    private static final String ALL_FOUND = "the memory of a direct buffer was not found";

    private static final byte[] COMMAND = "ours".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNATURE = COMMAND;

    @TempDir
    private Path directory;

    private FakeHotSpot jvm = new FakeHotSpot();

    @BeforeEach
    void makeJvm() {
        jvm = new FakeHotSpot();
    }

    /** Tries to arm it; returns why it did not, after a look at whether it really did not. */
    private String refusal() throws IOException {
        return refusal(FakeHotSpot.END);
    }

    private String refusal(int end) throws IOException {
        Path file = directory.resolve("memory");
        jvm.write(file, end);
        String reason;
        try (ProcessMemory memory = new ProcessMemory(file.toString())) {
            Arming.set(COMMAND, SIGNATURE, memory, FakeHotSpot.mappings(), new KeptText());
            reason = "none";
        } catch (IOException e) {
            reason = String.valueOf(e.getMessage());
        }
        assertThat(Files.readAllBytes(file)).as(reason).isEqualTo(Arrays.copyOf(jvm.bytes(), end));
        return reason;
    }

    @Test
    void theFlagIsFoundWhereItIs() throws IOException {
        assertThat(refusal()).isEqualTo(ALL_FOUND);
        try (ProcessMemory memory =
                new ProcessMemory(directory.resolve("memory").toString())) {
            LoadedLibrary libjvm = new LoadedLibrary(memory, FakeHotSpot.BASE);
            assertThat(libjvm.symbol("gHotSpotVMTypes")).isEqualTo(FakeHotSpot.TYPES_POINTER);
            assertThat(new FlagTable(memory, libjvm).onError()).isEqualTo(FakeHotSpot.ON_ERROR);
        }
        jvm.word(FakeHotSpot.ON_ERROR, 0);
        assertThat(refusal()).isEqualTo(ALL_FOUND);
    }

    @Test
    void onlyVariablesAreVariables() throws IOException {
        refusal();
        try (ProcessMemory memory =
                new ProcessMemory(directory.resolve("memory").toString())) {
            LoadedLibrary libjvm = new LoadedLibrary(memory, FakeHotSpot.BASE);
            assertThat(libjvm.isVariable(FakeHotSpot.VARIABLES)).isTrue();
            assertThat(libjvm.isVariable(FakeHotSpot.END - 8)).isTrue();
            assertThat(libjvm.isVariable(FakeHotSpot.END - 4)).isFalse();
            assertThat(libjvm.isVariable(FakeHotSpot.END)).isFalse();
            assertThat(libjvm.isVariable(FakeHotSpot.VARIABLES - 8)).isFalse();
            assertThat(libjvm.isVariable(FakeHotSpot.VARIABLES + 4)).isFalse();
            assertThat(libjvm.isVariable(FakeHotSpot.TEXTS)).isFalse();
            assertThat(libjvm.isVariable(0)).isFalse();
            assertThat(libjvm.isVariable(-8)).isFalse();
        }
    }

    @Test
    void noElfImage() throws IOException {
        jvm.flip(FakeHotSpot.BASE + 1, 1);
        assertThat(refusal()).contains("no ELF image");
        makeJvm();
        jvm.flip(FakeHotSpot.BASE + 5, 3);
        assertThat(refusal()).as("big-endian").contains("no ELF image");
        makeJvm();
        jvm.half(FakeHotSpot.BASE + 54, 0xffff_0038);
        assertThat(refusal()).contains("unusual program headers");
    }

    @Test
    void noTables() throws IOException {
        jvm.flip(FakeHotSpot.NAMES + 40 * 2, 1);
        assertThat(refusal()).isEqualTo("libjvm.so does not export gHotSpotVMStructs");
        makeJvm();
        jvm.flip(FakeHotSpot.HASH + 32, 1);
        assertThat(refusal()).as("the chain ends before it").isEqualTo("libjvm.so does not export gHotSpotVMTypes");
        makeJvm();
        jvm.half(FakeHotSpot.HASH, 0);
        assertThat(refusal()).isEqualTo("libjvm.so does not export gHotSpotVMStructs");
        makeJvm();
        jvm.word(FakeHotSpot.DYNAMIC + 32, 7);
        assertThat(refusal()).isEqualTo("libjvm.so has no dynamic entry " + 0x6ffffef5);
        makeJvm();
        jvm.word(FakeHotSpot.FIELDS_POINTER, 0);
        assertThat(refusal()).as("a null pointer").contains("HotSpot's tables do not describe its flags");
        makeJvm();
        jvm.word(FakeHotSpot.FIELDS_POINTER, -8);
        assertThat(refusal()).startsWith("no memory at 0x");
    }

    @Test
    void fieldsOfAnotherKind() throws IOException {
        int[] fields = {
            FakeHotSpot.NAME_FIELD,
            FakeHotSpot.STORAGE_FIELD,
            FakeHotSpot.TYPE_FIELD,
            FakeHotSpot.FLAGS_FIELD,
            FakeHotSpot.COUNT_FIELD
        };
        for (int field : fields) {
            makeJvm();
            jvm.word(field + 8, jvm.text("_other"));
            assertThat(refusal()).as("no such field").startsWith("HotSpot's tables ");
            makeJvm();
            jvm.word(field + 16, jvm.text("float"));
            assertThat(refusal())
                    .as("of another type")
                    .matches(reason -> reason.startsWith("HotSpot's tables ")
                            || (field == FakeHotSpot.STORAGE_FIELD && reason.equals(ALL_FOUND)));
            makeJvm();
            jvm.flip(field + 24, 1);
            assertThat(refusal()).as("static or not").startsWith("HotSpot's tables ");
        }
        for (int field : Arrays.copyOf(fields, 3)) {
            for (long offset : new long[] {17, 21, 24, 1L << 32, -1, Long.MIN_VALUE}) {
                makeJvm();
                jvm.word(field + 32, offset);
                assertThat(refusal()).as("offset " + offset).isNotEqualTo(ALL_FOUND);
            }
        }
    }

    @Test
    void aTypeOfAnotherSize() throws IOException {
        for (long size : new long[] {0, 8, 15, 20, 257, 1L << 40, -24}) {
            makeJvm();
            jvm.word(FakeHotSpot.TYPES + 40 + 32, size);
            assertThat(refusal()).as("size " + size).endsWith("which cannot be");
        }
        makeJvm();
        jvm.word(FakeHotSpot.TYPES + 40 + 32, 32);
        assertThat(refusal()).as("some other size").isNotEqualTo(ALL_FOUND);
        makeJvm();
        jvm.word(FakeHotSpot.TYPES + 40, jvm.text("Another"));
        assertThat(refusal()).isEqualTo("HotSpot's tables do not tell the size of a flag");
    }

    @Test
    void anAbsurdNumberOfFlags() throws IOException {
        for (long count : new long[] {0, -1, 10_001, 1L << 32, Long.MAX_VALUE}) {
            makeJvm();
            jvm.word(FakeHotSpot.FLAG_COUNT, count);
            assertThat(refusal()).as("count " + count).endsWith("which cannot be");
        }
        makeJvm();
        jvm.word(FakeHotSpot.FLAG_COUNT, 1);
        assertThat(refusal()).isEqualTo("HotSpot's list of flags lacks OnError or its like");
    }

    @Test
    void flagsOfAnotherKind() throws IOException {
        jvm.word(FakeHotSpot.ON_ERROR_FLAG + 8, jvm.text("OnErrors"));
        assertThat(refusal()).isEqualTo("HotSpot's list of flags lacks OnError or its like");
        makeJvm();
        jvm.half(FakeHotSpot.ON_ERROR_FLAG + 20, 8);
        assertThat(refusal()).isEqualTo("HotSpot's flag OnError has another type than expected");
        makeJvm();
        jvm.half(FakeHotSpot.ON_ERROR_FLAG + 20, 0);
        assertThat(refusal()).isEqualTo("HotSpot's flag OnError has another type than expected");
        makeJvm();
        jvm.half(FakeHotSpot.TEXT_FLAG + 20, 9);
        assertThat(refusal()).isEqualTo("HotSpot's flag OnError has another type than expected");
    }

    @Test
    void aFlagThatIsStoredElsewhere() throws IOException {
        long[] elsewhere = {
            0, 1, -8, FakeHotSpot.READ_ONLY, FakeHotSpot.TEXTS, FakeHotSpot.ON_ERROR + 4, FakeHotSpot.END
        };
        for (long storage : elsewhere) {
            makeJvm();
            jvm.word(FakeHotSpot.ON_ERROR_FLAG, storage);
            assertThat(refusal()).isEqualTo("HotSpot's flag OnError is stored outside of libjvm's variables");
        }
    }

    @Test
    void aFlagWithoutAText() throws IOException {
        for (long text : new long[] {FakeHotSpot.END, -1, 1L << 47}) {
            makeJvm();
            jvm.word(FakeHotSpot.ON_ERROR, text);
            assertThat(refusal()).as(Long.toHexString(text)).isNotEqualTo(ALL_FOUND);
        }
        makeJvm();
        jvm.word(FakeHotSpot.ON_ERROR, jvm.text("before;" + new String(SIGNATURE, StandardCharsets.US_ASCII) + "x"));
        assertThat(refusal()).isEqualTo("OnError has the command already");
    }

    @Test
    void aTableWithoutAnEnd() throws IOException {
        for (int at = FakeHotSpot.FIELDS; at < FakeHotSpot.TYPES; at += 8) {
            jvm.word(at, jvm.text("again"));
        }
        assertThat(refusal()).isNotEqualTo(ALL_FOUND);
    }

    @Test
    void memoryThatEnds() throws IOException {
        for (int end = FakeHotSpot.BASE; end < FakeHotSpot.END; end += 0x100) {
            assertThat(refusal(end)).startsWith("no memory at 0x");
        }
    }

    @Test
    void anyBytes() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            makeJvm();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                jvm.flip(FakeHotSpot.BASE + random.nextInt(FakeHotSpot.END - FakeHotSpot.BASE), 1 << random.nextInt(8));
                jvm.flip(FakeHotSpot.BASE + random.nextInt(0x800), 1 + random.nextInt(255));
            }
            assertThat(refusal()).isNotEqualTo("none");
        }
    }
}
