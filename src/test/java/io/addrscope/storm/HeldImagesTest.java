// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.addrscope.cache.Epoch;
import io.addrscope.cache.Keeper;
import io.addrscope.cache.MappingCache;
import io.addrscope.debuginfo.DebugSettings;
import io.addrscope.linux.HeldFiles;
import io.addrscope.linux.TargetProcess;
import io.addrscope.locate.ImageCursor;
import io.addrscope.locate.MappedImages;
import io.addrscope.maps.ProcessMaps;
import io.addrscope.model.Mapping;
import io.addrscope.model.Source;
import io.addrscope.testing.Descriptors;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that are proven by holding their files, while everything is done to those: each answer is about what is mapped. */
class HeldImagesTest {

    /** Longer than a tick of the clock that files are dated by. */
    private static final Duration REST = Duration.ofMillis(20);

    private static final Duration SECONDS = Duration.ofSeconds(5);

    /** More than it takes until a file is worth a descriptor. */
    private static final int MANY = 2_000;

    private static final int ROUNDS = Scale.of(25, 1_000);

    private static final Twins TWINS = Twins.build(Toolchain.temporaryDirectory("addrscope-held"));

    @TempDir
    private Path directory;

    private Path file;
    private Pointer library;
    private long function;
    private final HeldFiles holder = new HeldFiles(REST, SECONDS);
    private final ProcessMaps maps = new ProcessMaps(TargetProcess.self(), Source.AUTO);
    private final Keeper keeper = new Keeper(10 << 20);
    private final MappedImages images = new MappedImages(maps, keeper, DebugSettings.ofSystem(), true, holder);
    private final ImageCursor cursor = new ImageCursor(maps, images, new MappingCache(keeper, Epoch.uncounted(), null));

    /** From unistd.h. */
    interface Libc extends Library {

        /** The C library. */
        Libc C = Native.load(null, Libc.class);

        int close(int descriptor);
    }

    @BeforeEach
    void load() throws Exception {
        assumeThat(Files.getFileStore(directory).type())
                .as("file system of the temporary directory")
                .isIn("ext2", "ext3", "ext4", "xfs");
        file = directory.toRealPath().resolve("twin.so");
        write(0);
        rest();
        open();
    }

    @AfterEach
    void close() {
        Loader.close(library);
        images.close();
        maps.close();
        assertThat(holder.size()).isZero();
    }

    /**
     * Writes a twin over the file, whatever inode that has. It is not cut: what the loader has made of the mapped pages would be
     * gone.
     */
    private void write(int twin) throws IOException {
        Files.write(
                file, Files.readAllBytes(TWINS.get(twin).file()), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void rest() throws InterruptedException {
        Thread.sleep(REST.multipliedBy(2).toMillis());
    }

    private void open() {
        library = Loader.open(file);
        function = Loader.symbol(library, Twins.FUNCTION);
    }

    private void askOften(int twin) {
        for (int i = 0; i < MANY; i++) {
            ask(twin);
        }
    }

    private void ask(int twin) {
        assertThat(cursor.seek(function)).isTrue();
        assertThat(cursor.symbolId()).isNotEqualTo(ImageCursor.NO_SYMBOL);
        Mapping mapping = Objects.requireNonNull(cursor.mapping());
        assertThat(mapping.buildId()).hasToString(TWINS.get(twin).buildId());
    }

    /** The path, the inode, the address and the layout stay; it is written while it is mapped and while it is not, by turns. */
    @Test
    void fileThatIsWrittenInPlaceIsAnotherBuild() throws Exception {
        // What was asked about where the loader does not put it again is held until nobody has asked for a while.
        Set<Long> places = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            places.add(function);
            askOften(round);
            assertThat(images.heldFiles()).as("round %d", round).isBetween(1, places.size());
            if (round % 2 == 0) {
                write(round + 1);
            } else {
                Loader.close(library);
                write(round + 1);
                open();
            }
            ask(round + 1);
            rest();
        }
    }

    /** The loader puts the next twin where the first was, unless another thread of this JVM maps something there meanwhile. */
    @Test
    void fileThatIsReplacedIsAnother() throws Exception {
        int samePlace = 0;
        for (int round = 0; round < ROUNDS; round++) {
            askOften(round);
            assertThat(descriptors()).as("round %d", round).hasSize(1);
            long before = function;
            Loader.close(library);
            Files.delete(file);
            write(round + 1);
            open();
            samePlace += function == before ? 1 : 0;
            ask(round + 1);
            rest();
        }
        assertThat(samePlace).as("rounds with the twin in the same place").isGreaterThan(ROUNDS / 2);
    }

    @Test
    void fileThatIsDeletedIsNotHeldOn() throws IOException {
        askOften(0);
        assertThat(descriptors()).hasSize(1);
        Files.delete(file);
        askOften(0);
        assertThat(descriptors()).isEmpty();
        assertThat(holder.size()).isZero();
    }

    @Test
    void fileThatIsNotAtRestIsNotHeld() throws Exception {
        HeldFiles patient = new HeldFiles(Duration.ofHours(1), SECONDS);
        MappedImages others = new MappedImages(maps, keeper, DebugSettings.ofSystem(), true, patient);
        ImageCursor asking = new ImageCursor(maps, others, new MappingCache(keeper, Epoch.uncounted(), null));
        for (int i = 0; i < MANY; i++) {
            assertThat(asking.seek(function)).isTrue();
        }
        assertThat(patient.size()).isZero();
        // At once, within a tick of the clock.
        for (int round = 1; round < ROUNDS; round++) {
            write(round);
            assertThat(asking.seek(function)).isTrue();
            assertThat(Objects.requireNonNull(asking.mapping()).buildId())
                    .hasToString(TWINS.get(round).buildId());
        }
    }

    /** Some program closes every descriptor that it finds. */
    @Test
    void fileWhoseDescriptorIsClosedIsHeldAnew() throws IOException {
        askOften(0);
        Set<Integer> held = descriptors();
        assertThat(held).hasSize(1);
        assertThat(Libc.C.close(held.iterator().next())).isZero();
        assertThat(descriptors()).isEmpty();
        askOften(0);
        assertThat(descriptors()).hasSize(1);
        assertThat(holder.size()).isEqualTo(1);
    }

    /** What is asked about often is held; what is not, is not. */
    @Test
    void fileThatIsSeldomAskedAboutIsNotHeld() {
        ask(0);
        assertThat(holder.size()).isZero();
    }

    /** Of what lies there now. */
    private Set<Integer> descriptors() throws IOException {
        return Descriptors.leadingTo(target -> target.equals(file.toString())).keySet();
    }
}
