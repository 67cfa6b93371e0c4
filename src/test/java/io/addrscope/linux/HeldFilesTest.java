// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.jna.Library;
import com.sun.jna.Native;
import io.addrscope.model.MappingName;
import io.addrscope.testing.Descriptors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the kernel says of files that are held, whatever is done to them. */
final class HeldFilesTest {

    /** Longer than a tick of the clock that files are dated by. */
    private static final Duration REST = Duration.ofMillis(20);

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SECONDS = Duration.ofSeconds(5);

    private static final byte[] CONTENT = {1, 2, 3};

    private final Syscalls syscalls = Objects.requireNonNull(NativeSupport.get().syscalls());
    private final ProcessFiles files = new ProcessFiles(TargetProcess.self(), syscalls);
    private final FileProbe probe = new FileProbe(syscalls);
    private final HeldFiles holder = new HeldFiles(REST, SECONDS);

    @TempDir
    private Path directory;

    private Path file;

    /** From unistd.h and fcntl.h. */
    interface Libc extends Library {

        /** The C library. */
        Libc C = Native.load(null, Libc.class);

        int close(int descriptor);

        int open(String path, int flags);
    }

    @BeforeEach
    void write() throws Exception {
        assumeThat(Files.getFileStore(directory).type())
                .as("file system of the temporary directory")
                .isIn("ext2", "ext3", "ext4", "xfs");
        file = Files.write(directory.resolve("file"), CONTENT);
        Thread.sleep(REST.multipliedBy(2).toMillis());
    }

    @AfterEach
    void letGo() {
        holder.letGoAll(files);
    }

    private HeldFile hold() throws FileUnavailableException {
        return Objects.requireNonNull(holding(holder, file));
    }

    private @Nullable HeldFile holding(HeldFiles by, Path held) throws FileUnavailableException {
        MappingName name = ProcessFiles.nameOf(held);
        return by.hold(files, name, files.identify(name), probe);
    }

    private boolean isUnchanged(HeldFile held) {
        return probe.isUnchanged(held);
    }

    /** Everything that makes it another file, or another state of it. */
    enum Change {
        WRITTEN {
            @Override
            void to(Path file) throws IOException {
                Files.write(file, CONTENT, StandardOpenOption.WRITE);
            }
        },
        TRUNCATED {
            @Override
            void to(Path file) throws IOException {
                Files.write(file, new byte[0]);
            }
        },
        DELETED {
            @Override
            void to(Path file) throws IOException {
                Files.delete(file);
            }
        },
        REPLACED {
            @Override
            void to(Path file) throws IOException {
                Path next = Files.write(file.resolveSibling("next"), CONTENT);
                Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
            }
        },
        GIVEN_OTHER_RIGHTS {
            @Override
            void to(Path file) throws IOException {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
            }
        },
        DATED_BACK {
            @Override
            void to(Path file) throws IOException {
                Files.setLastModifiedTime(file, Files.getLastModifiedTime(file));
            }
        },
        WRITTEN_WHERE_IT_IS_MAPPED {
            @Override
            void to(Path file) throws IOException {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, 1).put(0, (byte) 9);
                }
            }
        };

        abstract void to(Path file) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void fileThatChangesIsNotUnchanged(Change change) throws IOException {
        HeldFile held = hold();
        assertThat(isUnchanged(held)).isTrue();
        Files.readAllBytes(file);
        assertThat(isUnchanged(held)).as("after it was read").isTrue();
        change.to(file);
        assertThat(isUnchanged(held)).as("%s", change).isFalse();
    }

    @Test
    void inodeOfAHeldFileIsGivenToNoOther() throws IOException {
        HeldFile held = hold();
        long inode = held.inode();
        Files.delete(file);
        Set<Long> inodes = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            inodes.add((Long) Files.getAttribute(Files.createFile(directory.resolve("other-" + i)), "unix:ino"));
        }
        assertThat(inodes).hasSize(100).doesNotContain(inode);
    }

    @Test
    void fileThatIsNotAtRestIsNotHeld() throws IOException {
        assertThat(holding(new HeldFiles(LONG, SECONDS), file)).isNull();
        assertThat(holding(HeldFiles.shared(), file)).isNull();
    }

    @Test
    void fileInAnotherStateIsNotHeld() throws IOException {
        MappingName name = ProcessFiles.nameOf(file);
        FileIdentity before = files.identify(name);
        Change.GIVEN_OTHER_RIGHTS.to(file);
        assertThat(holder.hold(files, name, before, probe)).isNull();
        assertThat(descriptorsOf(file)).isEmpty();
    }

    /** It does not date what is written to mapped pages. */
    @Test
    void fileInMemoryIsNotHeld() throws Exception {
        Path inMemory = Files.createTempFile(Path.of("/dev/shm"), "addrscope", null);
        try {
            Thread.sleep(REST.multipliedBy(2).toMillis());
            assertThat(holding(holder, inMemory)).isNull();
            assertThat(descriptorsOf(inMemory)).isEmpty();
        } finally {
            Files.delete(inMemory);
        }
    }

    @Test
    void withoutSystemCallsNothingIsHeld() throws IOException {
        ProcessFiles plain = new ProcessFiles(TargetProcess.self(), null);
        MappingName name = ProcessFiles.nameOf(file);
        assertThat(holder.hold(plain, name, plain.identify(name), new FileProbe(null)))
                .isNull();
        assertThat(new FileProbe(null).isUnchanged(hold())).isFalse();
    }

    @Test
    void fileIsLetGoOnce() throws IOException {
        HeldFile held = hold();
        assertThat(descriptorsOf(file)).containsExactly(held.descriptor());
        holder.letGo(held, probe);
        assertThat(descriptorsOf(file)).isEmpty();
        assertThat(isUnchanged(held)).isFalse();
        try (InputStream other = Files.newInputStream(file)) {
            holder.letGo(held, probe);
            assertThat(other.read())
                    .as("of a file that may have the number now")
                    .isEqualTo(CONTENT[0]);
        }
    }

    @Test
    void filesOfOneProcessAreLetGoTogether() throws IOException {
        HeldFile held = hold();
        ProcessFiles others = new ProcessFiles(TargetProcess.self(), syscalls);
        MappingName name = ProcessFiles.nameOf(file);
        HeldFile other = Objects.requireNonNull(holder.hold(others, name, files.identify(name), probe));
        holder.letGoAll(others);
        assertThat(isUnchanged(held)).isTrue();
        assertThat(isUnchanged(other)).isFalse();
        assertThat(descriptorsOf(file)).containsExactly(held.descriptor());
    }

    /** Some program closes a descriptor that is not its own, and opens something by the same number. */
    @Test
    void descriptorThatSomebodyElseClosedIsNotClosedAgain() throws IOException {
        HeldFile held = hold();
        assertThat(Libc.C.close(held.descriptor())).isZero();
        assertThat(isUnchanged(held)).isFalse();
        Path other = Files.write(directory.resolve("other"), CONTENT);
        int reopened = reopen(held.descriptor(), other);
        assertThat(isUnchanged(held)).isFalse();
        holder.letGo(held, probe);
        assertThat(descriptorsOf(other)).contains(reopened);
        assertThat(Libc.C.close(reopened)).isZero();
    }

    /** The lowest number that is free is the next. */
    private static int reopen(int descriptor, Path file) {
        List<Integer> lower = new ArrayList<>();
        int opened = Libc.C.open(file.toString(), 0);
        while (opened < descriptor) {
            lower.add(opened);
            opened = Libc.C.open(file.toString(), 0);
        }
        lower.forEach(Libc.C::close);
        assertThat(opened).isEqualTo(descriptor);
        return opened;
    }

    @Test
    void noMoreThanSoManyAreHeld() throws IOException {
        List<HeldFile> all = new ArrayList<>();
        for (int i = 0; i < HeldFiles.MOST; i++) {
            all.add(hold());
        }
        assertThat(holding(holder, file)).isNull();
        assertThat(descriptorsOf(file)).hasSize(HeldFiles.MOST);
        holder.letGo(all.get(0), probe);
        hold();
    }

    /** Waits as long as it takes. */
    @Test
    void fileThatNobodyAsksAboutIsLetGo() throws Exception {
        HeldFiles brief = new HeldFiles(REST, Duration.ofMillis(50));
        HeldFile held = Objects.requireNonNull(holding(brief, file));
        while (brief.size() > 0) {
            Thread.sleep(10);
        }
        assertThat(isUnchanged(held)).isFalse();
        while (!descriptorsOf(file).isEmpty()) {
            Thread.sleep(10);
        }
        HeldFile again = Objects.requireNonNull(holding(brief, file));
        assertThat(isUnchanged(again)).as("by a thread that was started anew").isTrue();
    }

    private static Set<Integer> descriptorsOf(Path file) throws IOException {
        String path = file.toRealPath().toString();
        return Descriptors.leadingTo(target -> target.startsWith(path)).keySet();
    }
}
