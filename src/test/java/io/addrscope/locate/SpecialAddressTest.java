// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.AddressSpace;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Reason;
import io.addrscope.model.Source;
import io.addrscope.model.Usage;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Addresses that no file holds, and those that nothing holds. */
final class SpecialAddressTest {

    private static final long VSYSCALL = 0xffffffffff600000L;

    private static Target target;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startTarget() {
        target = Target.start();
    }

    @AfterAll
    static void stopTarget() {
        target.close();
    }

    private static List<Mapping> mappings() {
        try (AddressSpace space = target.space(Source.TEXT)) {
            return space.maps().mappings();
        }
    }

    private static Mapping named(String name) {
        return mappings().stream()
                .filter(mapping -> mapping.name().text().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name));
    }

    private static Location locate(Source source, long address) {
        try (AddressSpace space = target.space(source)) {
            return space.locate(address);
        }
    }

    private static void assertReason(Location location, Reason.Code code, String sentence) {
        assertThat(location.reasons()).as("%s", location).containsExactly(new Reason(code, sentence));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void vdsoIsAnImageOfItsOwn(Source source) throws IOException {
        long start = target.vdso();
        long end = named("[vdso]").end();
        Path dump = directory.resolve("vdso.so");
        Files.write(dump, target.peek(start, (int) (end - start)));
        // What the loader calls functions of the vDSO are its dynamic symbols.
        long function = Binutils.symbol(dump, "__vdso_clock_gettime");
        Location location = locate(source, start + function);
        assertThat(location.elfAddress()).as("%s", location).hasValue(function);
        assertThat(location.reasons()).extracting(Reason::code).containsExactly(Reason.Code.NO_DEBUG_INFO);
        assertThat(location.fileOffset()).isEmpty();
        assertThat(String.valueOf(Objects.requireNonNull(location.mapping()).buildId()))
                .isEqualTo(Binutils.buildId(dump));
        assertThat(location.usage())
                .isEqualTo(new Usage("native code", null, true, "the kernel's functions for user space"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void memoryOfTheKernelsMakingSaysSo(Source source) {
        for (String name : List.of("[vvar]", "[heap]", "[stack]")) {
            Location location = locate(source, named(name).start() + 8);
            assertReason(location, Reason.Code.SPECIAL_MAPPING, "no file holds " + name);
            assertThat(location.elfAddress()).isEmpty();
            assertThat(location.usage()).as(name).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void vsyscallIsFoundInTheTextOnly(Source source) throws IOException {
        boolean present =
                Toolchain.run("cat", "/proc/" + target.pid() + "/maps").contains("[vsyscall]");
        Location location = locate(source, VSYSCALL + 0x10);
        if (present) {
            assertThat(Objects.requireNonNull(location.mapping()).name().text()).isEqualTo("[vsyscall]");
            assertReason(location, Reason.Code.SPECIAL_MAPPING, "no file holds [vsyscall]");
        } else {
            assertReason(
                    location,
                    Reason.Code.UNMAPPED,
                    "0xffffffffff600010 is where [vsyscall] lies on kernels that have it; this process has none");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void addressesThatNoProcessHasSaySo(Source source) {
        assertReason(locate(source, 0), Reason.Code.NULL_PAGE, "the null pointer; nothing is mapped there");
        assertReason(locate(source, 0x18), Reason.Code.NULL_PAGE, "in the null page: a null pointer plus 0x18");
        assertReason(
                locate(source, 0xdeadbeefdeadbeefL),
                Reason.Code.NON_CANONICAL,
                "0xdeadbeefdeadbeef is no canonical address: the processor translates it to nothing");
        for (long kernel : new long[] {-1, 0xffff888000000000L, 0xffffffffff601000L}) {
            assertReason(
                    locate(source, kernel),
                    Reason.Code.KERNEL_ADDRESS,
                    "0x" + Long.toHexString(kernel) + " lies in the kernel's half of the address space");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void neighboursOfTheFirstAndTheLastMappingAreTold(Source source) {
        List<Mapping> mappings =
                mappings().stream().filter(mapping -> mapping.start() > 0).toList();
        Mapping first = mappings.get(0);
        Mapping last = mappings.get(mappings.size() - 1);

        Location below = locate(source, first.start() - 1);
        assertReason(below, Reason.Code.UNMAPPED, "0x1 below the first mapping, " + first.name() + " (r--p)");
        assertThat(below.before()).isNull();
        assertThat(Objects.requireNonNull(below.after()).distance()).isEqualTo(1);
        assertThat(Objects.requireNonNull(below.after()).mapping().start()).isEqualTo(first.start());

        Location above = locate(source, last.end());
        assertReason(
                above,
                Reason.Code.UNMAPPED,
                "0x0 past the end of " + last.name() + " (" + last.permissions() + "), the last mapping");
        assertThat(above.after()).isNull();
        assertThat(Objects.requireNonNull(above.before()).distance()).isZero();
        assertThat(Objects.requireNonNull(above.before()).mapping().end()).isEqualTo(last.end());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void gapsTellBothSides(Source source) {
        List<Mapping> mappings = mappings();
        int index = 0;
        while (mappings.get(index).end() == mappings.get(index + 1).start()) {
            index++;
        }
        Mapping before = mappings.get(index);
        Mapping after = mappings.get(index + 1);
        Location location = locate(source, before.end() + 0x18);
        assertThat(location.reasons()).hasSize(1);
        assertThat(location.reasons().get(0).detail())
                .startsWith("0x18 past the end of " + before.name())
                .contains("in the gap of ")
                .endsWith(" before " + after.name() + " (" + after.permissions() + ")");
        assertThat(Objects.requireNonNull(location.before()).mapping().start()).isEqualTo(before.start());
        assertThat(Objects.requireNonNull(location.after()).distance()).isEqualTo(after.start() - before.end() - 0x18);
    }
}
