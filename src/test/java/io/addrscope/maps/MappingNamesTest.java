// SPDX-License-Identifier: Apache-2.0
package io.addrscope.maps;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.linux.TargetProcess;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.MappingName.Kind;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.Source;
import io.addrscope.testing.HelperProcess;
import io.addrscope.testing.Toolchain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names as the kernel gives them, on mappings of every kind that it has; both sources each time. */
class MappingNamesTest {

    private static final int PAGE = 4096;
    private static final Path DIRECTORY = Toolchain.temporaryDirectory("addrscope-names");

    private final HelperProcess helper;
    private final ProcessMaps byIoctl;
    private final ProcessMaps byText;

    MappingNamesTest() {
        helper = HelperProcess.start();
        byIoctl = new ProcessMaps(TargetProcess.of(helper.pid()), Source.IOCTL);
        byText = new ProcessMaps(TargetProcess.of(helper.pid()), Source.TEXT);
    }

    @AfterEach
    void close() {
        byIoctl.close();
        byText.close();
        helper.close();
    }

    static Stream<byte[]> fileNames() {
        return Stream.of(
                "plain".getBytes(UTF_8),
                "new\nline".getBytes(UTF_8),
                "\n".getBytes(UTF_8),
                "back\\slash".getBytes(UTF_8),
                "b l a n k".getBytes(UTF_8),
                " leading".getBytes(UTF_8),
                "trailing  ".getBytes(UTF_8),
                "(parentheses) [and] {more}".getBytes(UTF_8),
                "live (deleted)".getBytes(UTF_8),
                "tab\tbell\u0007escape\u001b".getBytes(UTF_8),
                "é中😀".getBytes(UTF_8),
                "caf\u00e9".getBytes(ISO_8859_1),
                everyByte());
    }

    private static byte[] everyByte() {
        byte[] name = new byte[253];
        for (int i = 0, value = 1; value < 256; value++) {
            if (value != '/' && value != '\\') {
                name[i++] = (byte) value;
            }
        }
        return name;
    }

    @ParameterizedTest
    @MethodSource("fileNames")
    void aFilesNameComesByteForByte(byte[] name) throws IOException {
        byte[] path = path(name);
        long address = helper.file(path, PAGE, HelperProcess.READ, true);
        try {
            assertBoth(address, path, Kind.PATH);
            assertThat(ioctl(address).isFileBacked()).isTrue();
            assertThat(ioctl(address).inode()).isPositive();
        } finally {
            helper.run("unlink " + HelperProcess.hex(path));
        }
        byte[] unlinked = concat(path, " (deleted)".getBytes(UTF_8));
        assertBoth(address, unlinked, Kind.PATH);
        assertThat(ioctl(address).deleted()).isTrue();
        assertThat(text(address).deleted()).isTrue();
    }

    /** The one thing that the text cannot tell: it escapes the newline, and nothing else. */
    @Test
    void aNameThatHoldsTheEscapeOfANewlineIsRightByTheQuery() throws IOException {
        byte[] path = path("a\\012b".getBytes(UTF_8));
        long address = helper.file(path, PAGE, HelperProcess.READ, true);
        try {
            assertThat(ioctl(address).name().bytes()).isEqualTo(path);
            assertThat(text(address).name().bytes()).isEqualTo(path("a\nb".getBytes(UTF_8)));
        } finally {
            helper.run("unlink " + HelperProcess.hex(path));
        }
    }

    @Test
    void aPathThatTheQueryIsTooShortForComesWhole() {
        int components = 21;
        long address = helper.run("long " + HelperProcess.hex(path(new byte[0])) + " " + components);
        byte[] expected = (DIRECTORY + ("/" + "d".repeat(199)).repeat(components) + "/end").getBytes(UTF_8);
        try {
            assertThat(expected).hasSizeGreaterThan(4096 + 100);
            assertBoth(address, expected, Kind.PATH);
            assertThat(ioctl(address).pageSize())
                    .as("the numbers still come from the query")
                    .isEqualTo(PAGE);
        } finally {
            helper.run("unlong");
        }
        assertBoth(address, concat(expected, " (deleted)".getBytes(UTF_8)), Kind.PATH);
        MappingCursor cursor = byIoctl.cursor();
        assertThat(cursor.seek(address, MapsQuery.WRITABLE, MapsQuery.NAME)).isFalse();
        assertThat(cursor.seekPrevious(address + PAGE)).isTrue();
        assertThat(cursor.mapping().name().bytes()).hasSizeGreaterThan(4096);
    }

    /** Lengths around those that the kernel's buffer holds, which is of 4,096 bytes with the NUL. */
    @Test
    void namesOfEveryLengthNearTheLimitComeWhole() {
        byte[] base = path(new byte[0]);
        for (int total = 4090; total <= 4100; total++) {
            // 19 components of 199 bytes, and a last one that makes the length come out.
            int components = (total - base.length - 4) / 200;
            String directory = DIRECTORY + "/" + "x".repeat(total - base.length - 4 - components * 200 + 100);
            Toolchain.run("mkdir", directory);
            byte[] start = directory.getBytes(UTF_8);
            long address = helper.run("long " + HelperProcess.hex(start) + " " + (components - 1));
            try {
                Mapping mapping = ioctl(address);
                assertThat(mapping.name()).isEqualTo(text(address).name());
                assertThat(mapping.name().text()).endsWith("d/end").startsWith(directory);
            } finally {
                helper.run("unlong");
                Toolchain.run("rmdir", directory);
            }
        }
    }

    @Test
    void aFileThatWasDeletedTwiceKeepsBothMarks() throws IOException {
        byte[] path = path("x (deleted)".getBytes(UTF_8));
        long address = helper.file(path, PAGE, HelperProcess.READ, false);
        helper.run("unlink " + HelperProcess.hex(path));
        assertBoth(address, concat(path, " (deleted)".getBytes(UTF_8)), Kind.PATH);
        assertThat(ioctl(address).name().withoutDeletedMark().bytes()).isEqualTo(path);
    }

    @ParameterizedTest
    @MethodSource("memoryFileNames")
    void memoryFilesCarryTheNameThatTheyWereGiven(byte[] name) throws IOException {
        for (int shared = 0; shared < 2; shared++) {
            long address = helper.run("memfd " + HelperProcess.hex(name) + " " + shared);
            assertBoth(address, concat("/memfd:".getBytes(UTF_8), name, " (deleted)".getBytes(UTF_8)), Kind.MEMFD);
            Mapping mapping = ioctl(address);
            assertThat(mapping.offset()).isEqualTo(PAGE);
            assertThat(mapping.permissions().isShared()).isEqualTo(shared == 1);
            assertThat(mapping.isFileBacked()).isFalse();
            assertThat(mapping.deleted()).isFalse();
        }
    }

    static Stream<byte[]> memoryFileNames() {
        return Stream.of(
                "java_heap".getBytes(UTF_8),
                "a/b".getBytes(UTF_8),
                " ".getBytes(UTF_8),
                "x (deleted)".getBytes(UTF_8),
                "\n\u00ff".getBytes(ISO_8859_1));
    }

    @Test
    void systemVSegmentsAreNamedByTheirKey() {
        Mapping mapping = assertBothAgree(helper.run("sysv"));
        assertThat(mapping.name().text()).isEqualTo("/SYSV00000000 (deleted)");
        assertThat(mapping.name().kind()).isEqualTo(Kind.SYSV);
        assertThat(mapping.isFileBacked()).isFalse();
        assertThat(mapping.permissions().toString()).isEqualTo("rw-s");
        assertHasFile(mapping.start(), true);
    }

    @Test
    void sharedAnonymousMemoryIsNoDevice() {
        Mapping mapping = assertBothAgree(helper.anonymous(3 * PAGE, HelperProcess.READ, true));
        assertThat(mapping.name().text()).isEqualTo("/dev/zero (deleted)");
        assertThat(mapping.name().kind()).isEqualTo(Kind.SHARED_ANONYMOUS);
        assertThat(mapping.isFileBacked()).isFalse();
        assertThat(mapping.deleted()).isFalse();
        assertHasFile(mapping.start(), true);
    }

    @Test
    void privateAnonymousMemoryHasNoName() {
        Mapping mapping = assertBothAgree(helper.anonymous(3 * PAGE, HelperProcess.READ | HelperProcess.WRITE, false));
        assertThat(mapping.name()).isEqualTo(MappingName.NONE);
        assertThat(mapping.inode()).isZero();
        assertHasFile(mapping.start(), false);
    }

    @Test
    void devicesAreFilesWithAPath() {
        byte[] zero = "/dev/zero".getBytes(UTF_8);
        long privately = helper.file(zero, PAGE, HelperProcess.READ | HelperProcess.WRITE, false);
        assertBoth(privately, zero, Kind.PATH);
        assertHasFile(privately, true);
        Mapping shared = assertBothAgree(helper.file(zero, PAGE, HelperProcess.READ, true));
        assertThat(shared.name().kind())
                .as("the kernel makes shared memory of it")
                .isEqualTo(Kind.SHARED_ANONYMOUS);
    }

    @Test
    void hugePagesTellTheirSize() {
        long address = helper.run("hugetlb " + (1L << 21));
        Mapping mapping = assertBothAgree(address);
        assertThat(mapping.pageSize()).isEqualTo(1L << 21);
        assertThat(mapping.name().text()).isEqualTo("/anon_hugepage (deleted)");
        assertThat(mapping.name().kind()).isEqualTo(Kind.SHARED_ANONYMOUS);
    }

    @Test
    void theKernelsOwnMappingsAreSpecial() {
        int seen = 0;
        MapsSnapshot snapshot = byText.snapshot();
        for (Mapping mapping : snapshot.mappings()) {
            String name = mapping.name().text();
            if (name.startsWith("[") && !name.equals("[vsyscall]")) {
                seen++;
                assertThat(mapping.name().kind()).isEqualTo(Kind.SPECIAL);
                assertThat(ioctl(mapping.start()).name()).isEqualTo(mapping.name());
                assertHasFile(mapping.start(), false);
            }
        }
        assertThat(seen).as("[heap], [stack], [vdso], [vvar]").isGreaterThanOrEqualTo(3);
    }

    /** Kernels can be built without names for anonymous memory; {@link MapsTextTest} has them from text in any case. */
    @Test
    void anonymousMemoryKeepsTheNameThatTheProgramGaveIt() {
        long memory = helper.anonymous(PAGE, HelperProcess.READ, false);
        long shared = helper.anonymous(PAGE, HelperProcess.READ, true);
        OptionalLong named = helper.tryRun("name " + memory + " 4096 " + HelperProcess.hex("mine too".getBytes(UTF_8)));
        if (named.isEmpty()) {
            System.out.println(
                    "not covered, for this kernel has no CONFIG_ANON_VMA_NAME: [anon:...] on a real mapping");
            return;
        }
        helper.run("name " + shared + " 4096 " + HelperProcess.hex("shared".getBytes(UTF_8)));
        assertBoth(memory, "[anon:mine too]".getBytes(UTF_8), Kind.NAMED_ANONYMOUS);
        assertBoth(shared, "[anon_shmem:shared]".getBytes(UTF_8), Kind.NAMED_ANONYMOUS);
    }

    /** A name that was asked for must not stay for the next answer, which has none. */
    @Test
    void noNameIsCarriedOverToTheNextAnswer() {
        MappingCursor cursor = byIoctl.cursor();
        long named = helper.run("memfd 6162 1");
        long unnamed = helper.anonymous(PAGE, HelperProcess.READ, false);
        int everything = MapsQuery.NAME | MapsQuery.BUILD_ID;
        assertThat(cursor.seek(named, 0, everything)).isTrue();
        assertThat(cursor.mapping().name().isEmpty()).isFalse();
        assertThat(cursor.seek(unnamed, 0, everything)).isTrue();
        assertThat(cursor.mapping().name().isEmpty()).isTrue();
        assertThat(cursor.seek(named, 0, MapsQuery.NUMBERS)).isTrue();
        assertThat(cursor.mapping().name().isEmpty()).isTrue();
    }

    private void assertHasFile(long address, boolean expected) {
        assertThat(byIoctl.cursor().seek(address, MapsQuery.FILE_BACKED, 0)).isEqualTo(expected);
        assertThat(byText.cursor().seek(address, MapsQuery.FILE_BACKED, 0)).isEqualTo(expected);
    }

    private void assertBoth(long address, byte[] name, Kind kind) {
        Mapping mapping = assertBothAgree(address);
        assertThat(printed(mapping.name().bytes())).isEqualTo(printed(name));
        assertThat(mapping.name().kind()).isEqualTo(kind);
    }

    private Mapping assertBothAgree(long address) {
        Mapping ioctl = ioctl(address);
        Mapping text = text(address);
        assertThat(printed(text.name().bytes())).isEqualTo(printed(ioctl.name().bytes()));
        assertThat(TextOracle.numbers(text)).isEqualTo(TextOracle.numbers(ioctl));
        assertThat(text.deleted()).isEqualTo(ioctl.deleted());
        return ioctl;
    }

    private Mapping ioctl(long address) {
        MappingCursor cursor = byIoctl.cursor();
        assertThat(cursor.seek(address, 0, MapsQuery.NAME)).isTrue();
        assertThat(cursor.obtainedBy()).isEqualTo(ObtainedBy.IOCTL);
        return cursor.mapping();
    }

    private Mapping text(long address) {
        MappingCursor cursor = byText.cursor();
        assertThat(cursor.seek(address, 0, MapsQuery.NAME)).isTrue();
        assertThat(cursor.obtainedBy()).isEqualTo(ObtainedBy.TEXT);
        return cursor.mapping();
    }

    /** For messages: one char a byte. */
    private static String printed(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    private static byte[] path(byte[] name) {
        return concat((DIRECTORY + "/").getBytes(UTF_8), name);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
