// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.jna.Pointer;
import io.addrscope.AddressSpace;
import io.addrscope.Settings;
import io.addrscope.locate.ImageCursor;
import io.addrscope.model.Freshness;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Symbol;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A library is found, and only then, before its symbols are first asked for, another one takes its place: what is named is the
 * one that was found, or nothing. Never the address of one with the names of the other.
 */
class MixedStatesTest {

    private static final Path BUILDS = Toolchain.temporaryDirectory("addrscope-mixed");
    private static final String FIRST_NAME = "addrscope_twin";
    private static final String SECOND_NAME = "addrscope_kwin";

    private final AddressSpace space = AddressSpace.self(Settings.DEFAULT);

    @TempDir
    private Path directory;

    /** A lease does not end while a test lasts. */
    private static Freshness freshness(Freshness.Mode mode) {
        return switch (mode) {
            case VERIFIED -> Freshness.VERIFIED;
            case LEASED -> Freshness.leased(Duration.ofHours(1));
            case SNAPSHOT -> Freshness.SNAPSHOT;
        };
    }

    /** The same address is a function of the first library, then one of the second, which has another name for it. */
    @ParameterizedTest
    @CsvSource({
        "VERIFIED, true, REPLACED", "LEASED, true, REPLACED", "SNAPSHOT, true, REPLACED",
        "VERIFIED, false, REPLACED", "LEASED, false, REPLACED", "SNAPSHOT, false, REPLACED",
        "VERIFIED, true, UNLINKED", "LEASED, true, UNLINKED", "SNAPSHOT, true, UNLINKED",
        "VERIFIED, false, UNLINKED", "LEASED, false, UNLINKED", "SNAPSHOT, false, UNLINKED"
    })
    void libraryThatCameMeanwhileNamesNothing(Freshness.Mode mode, boolean hasBuildId, String before)
            throws IOException {
        Path file = directory.toRealPath().resolve("library.so");
        Files.copy(twin(FIRST_NAME, hasBuildId ? "a1" : null), file);
        Pointer first = Loader.open(file);
        long function = Loader.symbol(first, FIRST_NAME);
        if (before.equals("UNLINKED")) {
            Files.delete(file);
        }
        ImageCursor cursor = space.imageCursor(freshness(mode));
        assertThat(cursor.seek(function)).isTrue();

        Loader.close(first);
        Path next = Files.copy(twin(SECOND_NAME, hasBuildId ? "b2" : null), file.resolveSibling("next.so"));
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        Pointer second = Loader.open(file);
        assumeThat(Loader.symbol(second, SECOND_NAME))
                .as("where the first was, unless a thread of this JVM took the place")
                .isEqualTo(function);

        assertThat(nameAt(cursor)).isIn(null, FIRST_NAME);
        ImageCursor asking = space.imageCursor(Freshness.VERIFIED);
        assertThat(asking.seek(function)).isTrue();
        assertThat(nameAt(asking)).isEqualTo(SECOND_NAME);
        Loader.close(second);
    }

    /** Rewritten in place with a build whose ELF addresses are a page off. */
    @ParameterizedTest
    @CsvSource({"VERIFIED", "LEASED", "SNAPSHOT"})
    void fileThatWasWrittenMeanwhileNamesNothing(Freshness.Mode mode) throws IOException {
        Path file = Files.copy(paged("0"), directory.toRealPath().resolve("paged.so"));
        Pointer library = Loader.open(file);
        long function = Loader.symbol(library, "addrscope_page_4");
        ImageCursor cursor = space.imageCursor(freshness(mode));
        assertThat(cursor.seek(function)).isTrue();

        Files.write(file, Files.readAllBytes(paged("0x1000")));
        assertThat(nameAt(cursor))
                .as("both builds have this function at this offset")
                .isIn(null, "addrscope_page_4");
        // Back, so that nothing runs into the wrong code when it is unloaded.
        Files.write(file, Files.readAllBytes(paged("0")));
        Loader.close(library);
    }

    /** Two libraries come and go at one place: who tells of the build of one never names the function of the other. */
    @Test
    void nameIsThatOfTheBuildThatIsTold() throws Exception {
        Path file = directory.toRealPath().resolve("library.so");
        List<Path> builds = List.of(twin(FIRST_NAME, "a1"), twin(SECOND_NAME, "b2"));
        List<String> names = List.of(FIRST_NAME, SECOND_NAME);
        AtomicLong function = new AtomicLong();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger named = new AtomicInteger();
        List<CompletableFuture<Void>> asking = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            asking.add(CompletableFuture.runAsync(() -> {
                while (!stop.get()) {
                    Location location = space.locate(function.get());
                    Mapping mapping = location.mapping();
                    Symbol symbol = location.symbol();
                    if (symbol != null
                            && mapping != null
                            && mapping.name().text().startsWith(file.toString())) {
                        boolean isFirst = String.valueOf(mapping.buildId()).startsWith("a1");
                        assertThat(symbol.raw()).as("%s", location).isEqualTo(names.get(isFirst ? 0 : 1));
                        named.incrementAndGet();
                    }
                }
            }));
        }
        for (int i = 0; i < 300 && asking.stream().noneMatch(CompletableFuture::isDone); i++) {
            Files.copy(builds.get(i % 2), file);
            Pointer library = Loader.open(file);
            function.set(Loader.symbol(library, names.get(i % 2)));
            if (i % 3 == 0) {
                Files.delete(file);
            }
            Thread.sleep(1);
            Loader.close(library);
            Files.deleteIfExists(file);
        }
        stop.set(true);
        CompletableFuture.allOf(asking.toArray(CompletableFuture[]::new)).join();
        assertThat(named.get()).isPositive();
    }

    private static @Nullable String nameAt(ImageCursor cursor) {
        if (cursor.symbolId() == ImageCursor.NO_SYMBOL) {
            return null;
        }
        byte[] name = new byte[100];
        return new String(name, 0, cursor.copySymbolName(name), StandardCharsets.US_ASCII);
    }

    /** As {@link Twins} are, but for the name of the function. */
    private static Path twin(String function, @Nullable String byteOfId) {
        return build(
                function + byteOfId + ".so",
                "twin.c",
                "-Daddrscope_twin=" + function,
                "-Wl,-z,noseparate-code",
                "-Wl,--build-id=" + (byteOfId == null ? "none" : "0x" + byteOfId.repeat(20)));
    }

    private static Path paged(String linkAddress) {
        return build(
                "paged-" + linkAddress + ".so",
                "paged.s",
                "-nostdlib",
                "-Wl,--build-id=none",
                "-Wl,-Ttext-segment=" + linkAddress);
    }

    private static Path build(String name, String source, String... flags) {
        Path file = BUILDS.resolve(name);
        if (!Files.exists(file)) {
            List<String> all = new ArrayList<>(List.of("-O1", "-shared", "-fPIC"));
            all.addAll(List.of(flags));
            Toolchain.compile(
                    file, "gcc", all, List.of(Toolchain.source(source, BUILDS).toString()));
        }
        return file;
    }
}
