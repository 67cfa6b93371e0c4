// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.AddressSpace;
import io.addrscope.model.Location;
import io.addrscope.model.Source;
import io.addrscope.model.Symbol;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A library is loaded, and then something happens to its file, before or after its symbols were first asked for: the name is
 * right, or there is a reason. Never another name, nor another line: at each place of the file the other build has another
 * function, and at each ELF address, too.
 */
@Timeout(120)
final class ChangingSymbolsTest {

    private static final String FUNCTION = "addrscope_page_4";
    /** What the other build has at the same place of the file. */
    private static final String OTHER_FUNCTION = "addrscope_page_3";

    private static final int LINE = 104;
    private static final int OTHER_LINE = 103;

    private static final int NO_LINE = 0;

    private static final Path BUILDS = Toolchain.temporaryDirectory("addrscope-changing");
    private static final int ASKING_THREADS = 3;

    private static Target target;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        target = Target.start();
    }

    @AfterAll
    static void stop() {
        target.close();
    }

    /** What can be done to a file that is mapped. */
    enum Change {
        NOTHING(true),
        UNLINKED(true),
        REPLACED_BY_ANOTHER_BUILD(true),
        REPLACED_BY_THE_SAME_BUILD(true),
        TOUCHED(true),
        UNREADABLE(true),
        REPLACED_BY_TEXT(true),
        REPLACED_BY_A_PIPE(true),
        REPLACED_BY_A_DIRECTORY(true),
        REPLACED_BY_A_LINK_TO_ITSELF(true),
        CUT_BEHIND_THE_HEADERS(false),
        CUT(false),
        REWRITTEN(false);

        /** Whether the memory of the process is as it was, so that the name can be had. */
        private final boolean leavesMemory;

        Change(boolean leavesMemory) {
            this.leavesMemory = leavesMemory;
        }

        void apply(Path file, String buildId) throws IOException {
            Path next = file.resolveSibling("next");
            switch (this) {
                case NOTHING -> {}
                case UNLINKED -> Files.deleteIfExists(file);
                case REPLACED_BY_ANOTHER_BUILD -> replace(Files.copy(other(buildId), next), file);
                case REPLACED_BY_THE_SAME_BUILD -> replace(Files.copy(mapped(buildId), next), file);
                case TOUCHED -> Toolchain.run("chmod", "700", file.toString());
                case UNREADABLE -> Toolchain.run("chmod", "000", file.toString());
                case REPLACED_BY_TEXT -> replace(Files.writeString(next, "text"), file);
                case REPLACED_BY_A_PIPE -> {
                    Toolchain.run("mkfifo", next.toString());
                    replace(next, file);
                }
                case REPLACED_BY_A_DIRECTORY -> replace(Files.createDirectory(next), file);
                case REPLACED_BY_A_LINK_TO_ITSELF -> replace(Files.createSymbolicLink(next, file), file);
                case CUT_BEHIND_THE_HEADERS -> cut(file, 0x1000);
                case CUT -> cut(file, 100);
                case REWRITTEN -> Files.write(file, Files.readAllBytes(other(buildId)));
            }
        }
    }

    private static void replace(Path next, Path file) throws IOException {
        if (Files.isDirectory(next) || Files.isDirectory(file)) {
            Files.deleteIfExists(file);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void cut(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    static Stream<Arguments> changes() {
        return Stream.of(Change.values())
                .flatMap(change -> Stream.of("sha1", "none")
                        .flatMap(id ->
                                Stream.of(Source.IOCTL, Source.TEXT).map(source -> Arguments.of(change, id, source))));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void nameIsRightOrThereIsAReason(Change change, String buildId, Source source) throws IOException {
        Path file = Files.copy(mapped(buildId), directory.toRealPath().resolve("paged.so"));
        try (AddressSpace askedBefore = target.space(source);
                AddressSpace askedAfter = target.space(source)) {
            target.load(file);
            long address = target.symbol(file, FUNCTION) + 5;
            Location before = askedBefore.locate(address);
            assertThat(nameOrReason(before)).isEqualTo(FUNCTION);
            assertThat(line(before)).as("%s", before).isEqualTo(LINE);

            change.apply(file, buildId);
            for (AddressSpace space : List.of(askedBefore, askedAfter)) {
                for (int i = 0; i < 2; i++) {
                    Location location = space.locate(address);
                    String name = nameOrReason(location);
                    if (change == Change.NOTHING || change == Change.TOUCHED) {
                        assertThat(line(location)).as("%s", location).isEqualTo(LINE);
                    }
                    assertThat(line(location))
                            .as("%s", location)
                            .isIn(
                                    change == Change.REWRITTEN
                                            ? List.of(NO_LINE, LINE, OTHER_LINE)
                                            : List.of(NO_LINE, LINE));
                    if (change.leavesMemory) {
                        assertThat(name).as("%s", location).isEqualTo(FUNCTION);
                    } else if (change == Change.REWRITTEN) {
                        // Memory has what the file has.
                        assertThat(name).as("%s", location).isIn(OTHER_FUNCTION, "reason");
                    } else {
                        assertThat(name).as("%s", location).isIn(FUNCTION, "reason");
                    }
                }
            }
            if (Files.isDirectory(file)) {
                Files.delete(file);
            }
        }
    }

    /** Swaps the file at random while threads ask. */
    @ParameterizedTest
    @CsvSource({"sha1, IOCTL", "none, IOCTL", "sha1, TEXT"})
    void noAnswerIsWrongWhileTheFileChanges(String buildId, Source source) throws Exception {
        Path file = Files.copy(mapped(buildId), directory.toRealPath().resolve("paged.so"));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger named = new AtomicInteger();
        try (AddressSpace space = target.space(source)) {
            target.load(file);
            long address = target.symbol(file, FUNCTION) + 5;
            List<CompletableFuture<Void>> asking = new ArrayList<>();
            for (int i = 0; i < ASKING_THREADS; i++) {
                boolean isNew = i > 0;
                asking.add(CompletableFuture.runAsync(() -> {
                    while (!stop.get()) {
                        Location location = isNew ? askAnew(source, address) : space.locate(address);
                        String name = nameOrReason(location);
                        assertThat(name).as("%s", location).isIn(FUNCTION, "reason");
                        assertThat(line(location)).as("%s", location).isIn(NO_LINE, LINE);
                        named.addAndGet(name.equals(FUNCTION) ? 1 : 0);
                    }
                }));
            }
            try {
                Random random = new Random(20261125);
                for (int i = 0; i < 300 && asking.stream().noneMatch(CompletableFuture::isDone); i++) {
                    changeAtRandom(file, buildId, random);
                    // Sometimes long enough for whole answers.
                    Thread.sleep(i % 3);
                }
            } finally {
                stop.set(true);
                CompletableFuture.allOf(asking.toArray(CompletableFuture[]::new))
                        .join();
            }
        }
        assertThat(named.get()).isPositive();
        clear(file);
    }

    /** What was learned once is believed as long as memory proves it: to see the file anew takes a new start. */
    private static Location askAnew(Source source, long address) {
        try (AddressSpace space = target.space(source)) {
            return space.locate(address);
        }
    }

    /** The mapped inode is neither cut nor written: once it is gone from its path, it stays as it is. */
    private static void changeAtRandom(Path file, String buildId, Random random) throws IOException {
        Change change = switch (random.nextInt(6)) {
            case 0 -> Change.UNLINKED;
            case 1 -> Change.REPLACED_BY_ANOTHER_BUILD;
            case 2 -> Change.REPLACED_BY_A_DIRECTORY;
            case 3 -> Change.REPLACED_BY_TEXT;
            default -> Change.REPLACED_BY_THE_SAME_BUILD;
        };
        change.apply(file, buildId);
        if (random.nextInt(3) == 0 && Files.isRegularFile(file)) {
            // A copy by now, so that its bytes may change, too: from one build to the other, in place.
            Path copy = file.resolveSibling("next");
            replace(Files.copy(file, copy), file);
            Files.write(file, Files.readAllBytes(other(buildId)));
            Files.write(file, Files.readAllBytes(mapped(buildId)));
        }
    }

    private static void clear(Path file) {
        try (Stream<Path> files = Files.walk(file.getParent())) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String nameOrReason(Location location) {
        Symbol symbol = location.symbol();
        if (symbol != null) {
            assertThat(symbol.offset()).as("%s", location).isEqualTo(5);
            return symbol.raw();
        }
        assertThat(location.reasons()).as("%s", location).isNotEmpty();
        return "reason";
    }

    /** Returns the line of the address; {@link #NO_LINE} if it is not told, and then there is a reason. */
    private static int line(Location location) {
        if (location.frames().isEmpty()) {
            assertThat(location.reasons()).as("%s", location).isNotEmpty();
            return NO_LINE;
        }
        assertThat(location.frames()).hasSize(1);
        assertThat(location.frames().get(0).file()).endsWith("paged.s");
        return location.frames().get(0).line();
    }

    private static Path mapped(String buildId) {
        return build(buildId, "mapped");
    }

    private static Path other(String buildId) {
        return build(buildId, "other", "-Wa,--defsym,OTHER=1", "-Wl,-Ttext-segment=0x2000");
    }

    private static synchronized Path build(String buildId, String name, String... more) {
        Path file = BUILDS.resolve(buildId + name + ".so");
        if (!Files.exists(file)) {
            List<String> flags = new ArrayList<>(List.of("-shared", "-nostdlib", "-Wl,--build-id=" + buildId));
            flags.addAll(List.of(more));
            String source = Toolchain.source("paged.s", BUILDS).toString();
            Toolchain.compile(file, "gcc", flags, List.of(source));
        }
        return file;
    }
}
