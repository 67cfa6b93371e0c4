// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.addrscope.linux.ByteSource;
import io.addrscope.linux.FileUnavailableException;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.linux.TargetProcess;
import io.addrscope.model.MappingName;
import io.addrscope.model.Reason;
import io.addrscope.testing.Descriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BorrowedFilesTest {

    private final ProcessFiles files = new ProcessFiles(TargetProcess.self(), null);
    private final BorrowedFiles borrowed = new BorrowedFiles();
    private final byte[] target = new byte[100];

    @TempDir
    private Path directory;

    private Path file;
    private ByteSource bytes;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.toRealPath().resolve("file"), "content");
        MappingName path = MappingName.of(file.toString());
        bytes = borrowed.add(files, path, files.identify(path));
    }

    @Test
    void isOpenFromTheFirstReadUntilTheLastOneLeaves() throws IOException {
        borrowed.enter();
        assertThat(isOpen()).isFalse();
        assertThat(bytes.read(3, target, 0, 100)).isEqualTo(4);
        assertThat(target).startsWith('t', 'e', 'n', 't', 0);
        borrowed.enter();
        borrowed.leave();
        assertThat(isOpen()).isTrue();
        borrowed.leave();
        assertThat(isOpen()).isFalse();
        borrowed.enter();
        assertThat(bytes.read(0, target, 0, 3)).isEqualTo(3);
        borrowed.leave();
        assertThat(isOpen()).isFalse();
    }

    @Test
    void isNotReadInBetween() {
        assertThatExceptionOfType(FileUnavailableException.class).isThrownBy(() -> bytes.read(0, target, 0, 1));
        assertThat(isOpen()).isFalse();
    }

    @Test
    void whatWasReadOfAFileThatChangedDoesNotCount() throws IOException {
        borrowed.enter();
        bytes.read(0, target, 0, 1);
        Files.writeString(file, "content that is longer");
        assertLost(borrowed::leave);
        assertThat(isOpen()).isFalse();
        assertLost(borrowed::enter);
    }

    @Test
    void anotherFileInItsPlaceIsNotRead() throws IOException {
        Path next = Files.writeString(directory.resolve("next"), "CONTENT");
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        borrowed.enter();
        assertLost(() -> bytes.read(0, target, 0, 1));
        assertThat(target).startsWith(0);
        assertLost(borrowed::leave);
        assertThat(isOpen()).isFalse();
    }

    @Test
    void whatOneFoundChangedCountsForNobody() throws IOException {
        borrowed.enter();
        borrowed.enter();
        bytes.read(0, target, 0, 1);
        Files.writeString(file, "content that is longer");
        assertLost(borrowed::leave);
        assertLost(borrowed::leave);
    }

    @Test
    void fileThatWasNotReadMayChange() throws IOException {
        borrowed.enter();
        Files.delete(file);
        borrowed.leave();
    }

    @Test
    void isClosedHoweverManyComeAndGo() throws Exception {
        List<Thread> readers = new ArrayList<>();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 4; i++) {
            int reader = i;
            readers.add(new Thread(() -> comeAndGo(reader, failures)));
        }
        readers.forEach(Thread::start);
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(failures).isEmpty();
        assertThat(isOpen()).isFalse();
    }

    /** One of four reads each time, the others by turns, so that some leave who have read nothing. */
    private void comeAndGo(int reader, Queue<Throwable> failures) {
        byte[] own = new byte[1];
        try {
            for (int round = 0; round < 2000; round++) {
                borrowed.enter();
                try {
                    if (round % (reader + 1) == 0) {
                        assertThat(bytes.read(0, own, 0, 1)).isEqualTo(1);
                    }
                } finally {
                    borrowed.leave();
                }
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            failures.add(e);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void assertLost(Step step) {
        assertThatExceptionOfType(FileUnavailableException.class)
                .isThrownBy(step::run)
                .satisfies(e -> assertThat(e.reason().code()).isEqualTo(Reason.Code.CHANGED));
    }

    private boolean isOpen() {
        try {
            return !Descriptors.leadingTo(target -> target.startsWith(file.toString()))
                    .isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
