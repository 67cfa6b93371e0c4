// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.addrscope.AddressSpace;
import io.addrscope.debuginfo.DebugSettings;
import io.addrscope.maps.MapsSnapshot;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.Reason;
import io.addrscope.model.Source;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records the address space of this JVM, and asks about the record. The oracle for what is proven is the address space itself; a library
 * of our own is done everything to that may happen between a crash and the reading of its report.
 */
class RecordedLocatorTest {

    private static final String FUNCTION = "addrscope_recorded";

    private static final long MEMORY = 32 << 20;

    @TempDir
    private Path directory;

    private @Nullable NativeLibrary library;

    @AfterEach
    void unload() {
        if (library != null) {
            library.close();
        }
    }

    private static Recording recording(MapsSnapshot maps, @Nullable Instant time, Recording.Code... code) {
        return new Recording(maps, ObtainedBy.REPORT, address -> true, time, List.of(code));
    }

    private static RecordedLocator locator(Recording recording) {
        return new RecordedLocator(recording, DebugSettings.ofSystem(), MEMORY, true);
    }

    /** Whatever mapping of a file it is, an address in it is what it is in the living process. */
    @Test
    void answersAreThoseOfTheProcess() {
        AddressSpace space = AddressSpace.self(Source.TEXT);
        MapsSnapshot maps = space.maps();
        long[] addresses = new Random(5)
                .longs(40L * maps.size())
                .map(bits -> {
                    Mapping mapping = maps.mapping((int) Math.floorMod(bits, (long) maps.size()));
                    return mapping.start() + Long.remainderUnsigned(bits >>> 20, mapping.size());
                })
                .filter(address -> isOfStableFile(maps.mapping(maps.indexOf(address))))
                .toArray();
        List<Location> alive = space.locateAll(addresses);
        List<Location> recorded = locator(recording(maps, Instant.now())).locateAll(addresses);
        int named = 0;
        int lined = 0;
        for (int i = 0; i < addresses.length; i++) {
            Location expected = alive.get(i);
            Location location = recorded.get(i);
            assertThat(location.obtainedBy()).isEqualTo(ObtainedBy.REPORT);
            assertThat(location.mapping()).as("%s", location).isEqualTo(expected.mapping());
            assertThat(location.fileOffset()).isEqualTo(expected.fileOffset());
            assertThat(location.elfAddress()).as("%s", location).isEqualTo(expected.elfAddress());
            assertThat(location.symbol()).as("%s", location).isEqualTo(expected.symbol());
            assertThat(location.frames()).isEqualTo(expected.frames());
            assertThat(location.usage()).isEqualTo(expected.usage());
            assertThat(location.reason(Reason.Code.UNPROVEN)).as("%s", location).isNull();
            named += location.symbol() == null ? 0 : 1;
            lined += location.frames().isEmpty() ? 0 : 1;
        }
        System.out.println(
                "recorded addresses: " + addresses.length + ", with names: " + named + ", with lines: " + lined);
        assertThat(named).isGreaterThan(500);
        space.close();
    }

    /** Files of a test's own JVM that others may write at the same time are left out. */
    private static boolean isOfStableFile(Mapping mapping) {
        String name = mapping.name().text();
        return mapping.isFileBacked() && !mapping.deleted() && (name.startsWith("/usr/") || name.startsWith("/lib"));
    }

    /** @return the address of the function in the library, which is gone when this returns, though in the record */
    private Loaded load() throws IOException {
        Path file = build("recorded.c", "int x;", directory.toRealPath().resolve("librecorded.so"));
        NativeLibrary loaded = NativeLibrary.getInstance(file.toString());
        library = loaded;
        Pointer function = loaded.getGlobalVariableAddress(FUNCTION);
        long address = Pointer.nativeValue(function) + 1;
        byte[] code = function.getByteArray(0, 16);
        try (AddressSpace space = AddressSpace.self(Source.TEXT)) {
            return new Loaded(file, address, code, space.maps());
        } finally {
            loaded.close();
            library = null;
        }
    }

    /**
     * A library that was loaded.
     *
     * @param address the second byte of its function
     * @param code the first bytes of its function, as they stood in memory
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Loaded(Path file, long address, byte[] code, MapsSnapshot maps) {

        Recording.Code recordedCode() {
            return new Recording.Code(address - 1, code);
        }

        Location ask(@Nullable Instant time, Recording.Code... recorded) {
            return locator(recording(maps, time, recorded)).locateAll(address).get(0);
        }
    }

    private static Path build(String name, String declarations, Path target) throws IOException {
        Path source = Files.writeString(
                target.resolveSibling(name),
                declarations + "\nint " + FUNCTION + "(int a) {\n  return a * 3 + 1;\n}\n");
        Toolchain.compile(target, "gcc", List.of("-g", "-O1", "-shared", "-fPIC"), List.of(source.toString()));
        return target;
    }

    private static void assertNamed(Location location) {
        assertThat(Objects.requireNonNull(location.symbol()).name()).isEqualTo(FUNCTION);
        assertThat(location.symbol().offset()).isEqualTo(1);
        assertThat(location.frames()).hasSize(1);
        assertThat(location.frames().get(0).line()).isBetween(2, 3);
    }

    private static String detail(Location location, Reason.Code code) {
        Reason reason = location.reason(code);
        assertThat(reason).as("%s", location).isNotNull();
        return Objects.requireNonNull(reason).detail();
    }

    private static void assertRefused(Location location, String why) {
        assertThat(location.symbol()).as("%s", location).isNull();
        assertThat(location.frames()).isEmpty();
        assertThat(location.elfAddress()).isEmpty();
        assertThat(Objects.requireNonNull(location.mapping()).buildId()).isNull();
        assertThat(detail(location, Reason.Code.FILE_REPLACED)).contains(why);
    }

    private static Instant later() {
        return Instant.now().plusSeconds(60);
    }

    @Test
    void fileThatWasNotTouchedIsProven() throws IOException {
        Location location = load().ask(later());
        assertNamed(location);
        assertThat(location.reasons()).isEmpty();
        assertThat(Objects.requireNonNull(location.mapping()).buildId()).isNotNull();
    }

    @Test
    void withoutATimeNothingIsProven() throws IOException {
        Location location = load().ask(null);
        assertNamed(location);
        assertThat(detail(location, Reason.Code.UNPROVEN)).contains("it is not known since when");
        assertThat(Objects.requireNonNull(location.mapping()).buildId()).isNull();
    }

    @Test
    void fileThatWasRenamedSinceIsUnproven() throws IOException {
        Loaded loaded = load();
        Files.setLastModifiedTime(loaded.file(), FileTime.from(Instant.now().minusSeconds(7200)));
        Location location = loaded.ask(Instant.now().minusSeconds(3600));
        assertNamed(location);
        assertThat(detail(location, Reason.Code.UNPROVEN)).contains("only in its name or rights");
    }

    /** Its content is another: the time says so, and the code that was written down. */
    @Test
    void fileThatWasWrittenSinceIsRefused() throws IOException {
        Loaded loaded = load();
        byte[] bytes = Files.readAllBytes(loaded.file());
        Files.write(loaded.file(), bytes);
        assertRefused(loaded.ask(Instant.now().minusSeconds(3600)), "it was written at");
        Location location = loaded.ask(Instant.now().minusSeconds(3600), loaded.recordedCode());
        assertNamed(location);
        assertThat(detail(location, Reason.Code.UNPROVEN)).contains("the code that was written down is the same");
    }

    @Test
    void codeThatIsAnotherContradictsAllElse() throws IOException {
        Loaded loaded = load();
        byte[] other = loaded.code().clone();
        other[3] ^= 0x55;
        assertNamed(loaded.ask(later(), loaded.recordedCode()));
        assertRefused(
                loaded.ask(later(), new Recording.Code(loaded.address() - 1, other)), "its code is not what stood");
        assertRefused(
                loaded.ask(later(), loaded.recordedCode(), new Recording.Code(loaded.address() - 1, other)),
                "its code is not what stood");
    }

    /** Files of the C library and the JDK are those that were mapped: so this one should be, too. */
    @Test
    void fileThatWasReplacedOnThisMachineIsRefused() throws IOException {
        Loaded loaded = load();
        Path copy = Files.copy(loaded.file(), loaded.file().resolveSibling("copy"));
        Files.move(copy, loaded.file(), StandardCopyOption.REPLACE_EXISTING);
        assertRefused(loaded.ask(later()), "its inode is");
        Location location = loaded.ask(later(), loaded.recordedCode());
        assertNamed(location);
        assertThat(detail(location, Reason.Code.UNPROVEN)).contains("the code that was written down is the same");
    }

    /** A build with more code: no inode is needed to see that. */
    @Test
    void buildWithOtherSegmentsIsRefused() throws IOException {
        Loaded loaded = load();
        Path larger = build(
                "larger.c",
                "asm(\".text\\n .globl padding\\n padding:\\n .skip 20000, 0x90\\n\");",
                loaded.file().resolveSibling("larger.so"));
        Files.write(loaded.file(), Files.readAllBytes(larger));
        assertRefused(loaded.ask(later()), "its segments do not lie as the mappings did");
    }

    @Test
    void fileThatIsGoneOrNoElfIsTold() throws IOException {
        Loaded loaded = load();
        Files.write(loaded.file(), "no ELF, though long enough to look like it may be one".getBytes(UTF_8));
        assertThat(loaded.ask(later()).reason(Reason.Code.NOT_ELF)).isNotNull();
        Files.delete(loaded.file());
        Location location = loaded.ask(later());
        assertThat(location.reason(Reason.Code.FILE_GONE)).isNotNull();
        assertThat(location.isMapped()).isTrue();
        assertThat(location.fileOffset()).isPresent();
    }

    @Test
    void addressesThatNothingIsRecordedOfAreTold() {
        try (AddressSpace space = AddressSpace.self(Source.TEXT)) {
            MapsSnapshot maps = space.maps();
            long unmapped = maps.mapping(0).start() - 0x1000;
            Recording whole = recording(maps, Instant.now());
            Recording cut = new Recording(maps, ObtainedBy.REPORT, address -> false, Instant.now(), List.of());
            assertThat(locator(whole).locateAll(unmapped).get(0).reason(Reason.Code.UNMAPPED))
                    .isNotNull();
            assertThat(locator(cut).locateAll(unmapped).get(0).reason(Reason.Code.NOT_RECORDED))
                    .isNotNull();
            // Where nothing can be mapped, no list is needed to tell so.
            assertThat(locator(cut).locateAll(0x10).get(0).reason(Reason.Code.NULL_PAGE))
                    .isNotNull();
        }
    }
}
