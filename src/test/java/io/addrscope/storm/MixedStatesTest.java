// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Pointer;
import io.addrscope.AddressSpace;
import io.addrscope.Settings;
import io.addrscope.locate.ImageCursor;
import io.addrscope.model.Freshness;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

    /** How the cursor asks; {@code LEASED} with a lease that does not end. */
    private enum Mode {
        VERIFIED,
        LEASED,
        SNAPSHOT;

        Freshness freshness() {
            return switch (this) {
                case VERIFIED -> Freshness.VERIFIED;
                case LEASED -> Freshness.leased(Duration.ofHours(1));
                case SNAPSHOT -> Freshness.SNAPSHOT;
            };
        }
    }

    /** The same address is a function of the first library, then one of the second, which has another name for it. */
    @ParameterizedTest
    @CsvSource({
        "VERIFIED, true, REPLACED", "LEASED, true, REPLACED", "SNAPSHOT, true, REPLACED",
        "VERIFIED, false, REPLACED", "LEASED, false, REPLACED", "SNAPSHOT, false, REPLACED",
        "VERIFIED, true, UNLINKED", "LEASED, true, UNLINKED", "SNAPSHOT, true, UNLINKED",
        "VERIFIED, false, UNLINKED", "LEASED, false, UNLINKED", "SNAPSHOT, false, UNLINKED"
    })
    void libraryThatCameMeanwhileNamesNothing(Mode mode, boolean hasBuildId, String before) throws IOException {
        Path file = directory.toRealPath().resolve("library.so");
        Files.copy(twin(FIRST_NAME, hasBuildId ? "a1" : null), file);
        Pointer first = Loader.open(file);
        long function = Loader.symbol(first, FIRST_NAME);
        if (before.equals("UNLINKED")) {
            Files.delete(file);
        }
        ImageCursor cursor = space.imageCursor(mode.freshness());
        assertThat(cursor.seek(function)).isTrue();

        Loader.close(first);
        Path next = Files.copy(twin(SECOND_NAME, hasBuildId ? "b2" : null), file.resolveSibling("next.so"));
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        Pointer second = Loader.open(file);
        assertThat(Loader.symbol(second, SECOND_NAME)).as("where the first was").isEqualTo(function);

        assertThat(nameAt(cursor)).isIn(null, FIRST_NAME);
        ImageCursor asking = space.imageCursor(Freshness.VERIFIED);
        assertThat(asking.seek(function)).isTrue();
        assertThat(nameAt(asking)).isEqualTo(SECOND_NAME);
        Loader.close(second);
    }

    /** Rewritten in place with a build whose ELF addresses are a page off. */
    @ParameterizedTest
    @CsvSource({"VERIFIED", "LEASED", "SNAPSHOT"})
    void fileThatWasWrittenMeanwhileNamesNothing(Mode mode) throws IOException {
        Path file = Files.copy(paged("0"), directory.toRealPath().resolve("paged.so"));
        Pointer library = Loader.open(file);
        long function = Loader.symbol(library, "addrscope_page_4");
        ImageCursor cursor = space.imageCursor(mode.freshness());
        assertThat(cursor.seek(function)).isTrue();

        Files.write(file, Files.readAllBytes(paged("0x1000")));
        assertThat(nameAt(cursor))
                .as("both builds have this function at this offset")
                .isIn(null, "addrscope_page_4");
        // Back, so that nothing runs into the wrong code when it is unloaded.
        Files.write(file, Files.readAllBytes(paged("0")));
        Loader.close(library);
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
