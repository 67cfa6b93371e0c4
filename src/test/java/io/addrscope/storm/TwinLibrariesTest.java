// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Pointer;
import io.addrscope.AddressSpace;
import io.addrscope.Cursor;
import io.addrscope.locate.ImageCursor;
import io.addrscope.model.Freshness;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Permissions;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One library goes, another of the same layout comes, to the same address: the next answer is about that one. */
class TwinLibrariesTest {

    private static final int ROUNDS = 10_000;

    private static final int REWRITES = 1_000;

    private static final Twins TWINS = Twins.build(Toolchain.temporaryDirectory("addrscope-twins"));

    private final AddressSpace space = AddressSpace.self();
    private final Cursor cursor = space.cursor();

    /** Loads one after the other, and asks while each is loaded, and when it is gone. */
    @Test
    void theAnswerIsAboutTheTwinThatIsLoaded() {
        long last = 0;
        int replaced = 0;
        // A thread that starts may take the place: then the twin lies elsewhere, and the round does not count.
        for (int i = 0; replaced < ROUNDS && i < 2 * ROUNDS; i++) {
            Twins.Twin twin = TWINS.get(i);
            Pointer library = Loader.open(twin.file());
            long function = Loader.symbol(library, Twins.FUNCTION);
            if (function == last) {
                replaced++;
            }
            last = function;
            locates(function, twin);
            seeks(function, twin);
            Loader.close(library);
            seesNoTwin(function);
        }
        assertThat(replaced).as("rounds in which one twin replaced the other").isEqualTo(ROUNDS);
    }

    /** The path, the inode, the address and the layout stay: the build is another. */
    @Test
    void aFileRewrittenInPlaceIsAnotherBuild() throws IOException {
        Path file = Toolchain.temporaryDirectory("addrscope-rewritten").resolve("twin.so");
        ImageCursor images = space.imageCursor(Freshness.VERIFIED);
        Set<Long> addresses = new HashSet<>();
        Set<Long> inodes = new HashSet<>();
        for (int i = 0; i < REWRITES; i++) {
            Twins.Twin twin = TWINS.get(i);
            Files.write(file, Files.readAllBytes(twin.file()));
            Pointer library = Loader.open(file);
            long function = Loader.symbol(library, Twins.FUNCTION);
            Mapping located = Objects.requireNonNull(space.locate(function).mapping());
            assertThat(located.buildId()).hasToString(twin.buildId());
            assertThat(images.seek(function)).isTrue();
            Mapping sought = Objects.requireNonNull(images.mapping());
            assertThat(sought.buildId()).hasToString(twin.buildId());
            addresses.add(function);
            inodes.add(located.inode());
            Loader.close(library);
        }
        assertThat(inodes).hasSize(1);
        assertThat(addresses).as("hardly ever at another address").hasSizeLessThan(REWRITES / 10);
    }

    private void locates(long function, Twins.Twin twin) {
        Location location = space.locate(function);
        Mapping mapping = Objects.requireNonNull(location.mapping());
        assertThat(mapping.name().text()).isEqualTo(twin.file().toString());
        assertThat(mapping.inode()).isEqualTo(twin.inode());
        assertThat(mapping.buildId()).hasToString(twin.buildId());
        // The library has one segment for headers and code, linked at 0.
        assertThat(location.elfAddress()).hasValue(function - mapping.start());
    }

    private void seeks(long function, Twins.Twin twin) {
        assertThat(cursor.seek(function)).isEqualTo(Cursor.MAPPED);
        assertThat(cursor.inode()).isEqualTo(twin.inode());
        assertThat(cursor.permissions()).isEqualTo(Permissions.READ | Permissions.EXECUTE);
        assertThat(cursor.fileOffset()).isEqualTo(function - cursor.start());
        assertThat(cursor.seekNamed(function)).isEqualTo(Cursor.MAPPED);
        assertThat(cursor.mapping().name().text()).isEqualTo(twin.file().toString());
    }

    /** Something else may be there by now. */
    private void seesNoTwin(long function) {
        if (cursor.seek(function) == Cursor.MAPPED) {
            assertThat(cursor.inode())
                    .isNotIn(TWINS.get(0).inode(), TWINS.get(1).inode());
        }
        Mapping mapping = space.locate(function).mapping();
        if (mapping != null) {
            assertThat(mapping.name().text())
                    .isNotIn(TWINS.get(0).file().toString(), TWINS.get(1).file().toString());
        }
    }
}
