// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are written where others may have put something. */
class OutputFileTest {

    @TempDir
    private Path directory;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void isThereWholeForItsOwnerAlone() throws IOException {
        Path file = directory.resolve("a.txt");
        OutputFile.write(file, "größer\n");
        assertThat(file).hasContent("größer\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        OutputFile.write(file, "again");
        assertThat(file).hasContent("again");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void replacesALinkAndNotWhatItLeadsTo() throws IOException {
        Path precious = Files.writeString(directory.resolve("precious"), "precious");
        Path file = directory.resolve("a.txt");
        Files.createSymbolicLink(file, precious);
        // Whoever knows the process could have put one here, too.
        Path temporary =
                directory.resolve(".addrscope." + ProcessHandle.current().pid() + ".tmp");
        Files.createSymbolicLink(temporary, precious);
        OutputFile.write(file, "explained");
        assertThat(precious).hasContent("precious");
        assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(file).hasContent("explained");
        assertThat(names()).containsExactly("a.txt", "precious");
    }

    @Test
    void leavesNothingWhereItCannotBe() throws IOException {
        Path inTheWay = Files.createDirectory(directory.resolve("a.txt"));
        assertThatThrownBy(() -> OutputFile.write(inTheWay, "text")).isInstanceOf(IOException.class);
        assertThat(names()).containsExactly("a.txt");
        assertThatThrownBy(() -> OutputFile.write(directory.resolve("none/a.txt"), "text"))
                .isInstanceOf(IOException.class);
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void isCalledAsTheReport() {
        Path folder = Path.of("/b");
        assertThat(OutputFile.of(folder, Path.of("/a/hs_err_pid1.log"), ".txt"))
                .isEqualTo(Path.of("/b/hs_err_pid1.txt"));
        assertThat(OutputFile.of(folder, Path.of("/a.log/report"), ".txt")).isEqualTo(Path.of("/b/report.txt"));
        assertThat(OutputFile.of(folder, Path.of("/a/.log"), ".txt")).isEqualTo(Path.of("/b/.log.txt"));
        assertThat(OutputFile.of(folder, Path.of("a.log.log"), ".txt")).isEqualTo(Path.of("/b/a.log.txt"));
        assertThat(OutputFile.of(Path.of("/"), Path.of("a.log"), ".txt")).isEqualTo(Path.of("/a.txt"));
    }
}
