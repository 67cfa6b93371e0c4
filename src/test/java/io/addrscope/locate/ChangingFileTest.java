// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.AddressSpace;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Reason;
import io.addrscope.model.Source;
import io.addrscope.testing.Fixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Locates addresses of a library while somebody does everything to its file that can be done to a file. */
final class ChangingFileTest {

    private static final String FUNCTION = "addrscope_add";

    /** What the process has mapped, and what comes to lie at its path; their function's ELF addresses differ. */
    private static final Fixture MAPPED = Fixture.LLD_LIBRARY;

    private static final Fixture OTHER = Fixture.BFD_LIBRARY;

    @TempDir
    private Path directory;

    /** After so many answers one is asked for anew. */
    private static final int ANEW = 50;

    /** How many times as much is done; 10 makes a long run of it. */
    private static final int EFFORT = Integer.getInteger("addrscope.test.effort", 1);

    @ParameterizedTest
    @CsvSource({"IOCTL,8000", "TEXT,4000"})
    void everyAnswerIsRightOrHasAReason(Source source, int count) throws Exception {
        Path file = Files.copy(MAPPED.file(), directory.toRealPath().resolve("changing.so"));
        // The mapped inode lives on under this name, and comes back from here.
        Path kept = Files.createLink(file.resolveSibling("kept.so"), file);
        long expected = Binutils.symbol(MAPPED.file(), FUNCTION);
        String expectedBuildId = Objects.requireNonNull(Binutils.buildId(MAPPED.file()));
        AtomicBoolean stop = new AtomicBoolean();
        try (Target target = Target.start();
                AddressSpace space = target.space(source)) {
            target.load(file);
            long address = target.symbol(file, FUNCTION);
            CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> change(file, kept, stop));
            try {
                int explained = 0;
                for (int i = 0; i < count * EFFORT; i++) {
                    Location location = space.locate(address);
                    Mapping mapping = Objects.requireNonNull(location.mapping());
                    // The mapped inode is never written: its build is the same in every answer, and so is the address.
                    assertThat(String.valueOf(mapping.buildId()))
                            .as("%s", location)
                            .isEqualTo(expectedBuildId);
                    assertThat(location.elfAddress()).as("%s", location).hasValue(expected);
                    explained += i % ANEW == 0 && isExplainedAnew(target, source, address) ? 1 : 0;
                }
                assertThat(explained)
                        .as("times that the file was another or gone")
                        .isPositive();
            } finally {
                stop.set(true);
                changes.join();
            }
        }
    }

    /** What was learned once is believed as long as memory proves it: to see the file anew takes a new start. */
    private static boolean isExplainedAnew(Target target, Source source, long address) {
        try (AddressSpace space = target.space(source)) {
            return space.locate(address).reasons().stream()
                    .anyMatch(reason -> reason.code() != Reason.Code.NO_DEBUG_INFO);
        }
    }

    private static void change(Path file, Path kept, AtomicBoolean stop) {
        Path next = file.resolveSibling("next.so");
        Random random = new Random(1);
        try {
            while (!stop.get()) {
                switch (random.nextInt(6)) {
                    case 0 -> Files.deleteIfExists(file);
                    case 1 -> replace(Files.copy(OTHER.file(), next), file);
                    case 2 -> replace(Files.copy(MAPPED.file(), next), file);
                    case 3 -> replace(Files.createLink(next, kept), file);
                    case 4 -> replace(Files.createDirectory(next), file);
                    default -> cut(file, kept);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void replace(Path next, Path file) throws IOException {
        if (Files.isDirectory(next) || Files.isDirectory(file)) {
            Files.deleteIfExists(file);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        if (Files.exists(next)) {
            // A rename onto another link of the same file does nothing.
            Files.delete(next);
        }
    }

    /** Cuts whatever lies there, unless it is the mapped file. */
    private static void cut(Path file, Path kept) throws IOException {
        if (Files.isRegularFile(file) && !Files.isSameFile(file, kept)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(100);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"IOCTL,5000", "TEXT,5000"})
    void fileWrittenInPlaceIsNeverMistakenForAnotherBuild(Source source, int count) throws Exception {
        Path file = Files.copy(MAPPED.file(), directory.toRealPath().resolve("written.so"));
        Set<String> builds = Set.of(
                Objects.requireNonNull(Binutils.buildId(MAPPED.file())),
                Objects.requireNonNull(Binutils.buildId(OTHER.file())));
        AtomicBoolean stop = new AtomicBoolean();
        try (Target target = Target.start();
                AddressSpace space = target.space(source)) {
            long address = target.map(file, 0, 0x1000);
            CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> rewrite(file, stop));
            try {
                for (int i = 0; i < count * EFFORT; i++) {
                    Location location = space.locate(address);
                    Mapping mapping = Objects.requireNonNull(location.mapping());
                    if (mapping.buildId() == null) {
                        assertThat(location.reasons())
                                .as("%s", location)
                                .extracting(Reason::code)
                                .isNotEmpty();
                    } else {
                        assertThat(mapping.buildId().toString())
                                .as("%s", location)
                                .isIn(builds);
                    }
                }
            } finally {
                stop.set(true);
                changes.join();
            }
            // When all is quiet, what is there is what is told, whatever was read in between.
            assertThat(String.valueOf(
                            Objects.requireNonNull(space.locate(address).mapping())
                                    .buildId()))
                    .isEqualTo(Binutils.buildId(file));
            assertThat(space.locate(address).reasons()).extracting(Reason::code).containsExactly(Reason.Code.NO_SYMBOL);
        }
    }

    private static void rewrite(Path file, AtomicBoolean stop) {
        try {
            byte[] mapped = Files.readAllBytes(MAPPED.file());
            byte[] other = Files.readAllBytes(OTHER.file());
            while (!stop.get()) {
                Files.write(file, other);
                Files.write(file, mapped);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
