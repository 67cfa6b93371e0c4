// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that the JDK's own writer wrote, whole and damaged. */
final class ArchiveTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {ZipEntry.STORED, ZipEntry.DEFLATED})
    void everyFileIsReadAsItWasWritten(int method) throws IOException {
        Map<String, byte[]> files = files();
        Archive archive = open(zip(files, method, "a comment"));
        assertThat(archive.names()).containsExactlyInAnyOrderElementsOf(files.keySet());
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertThat(archive.read(file.getKey())).isEqualTo(file.getValue());
        }
        assertThat(archive.read("missing")).isNull();
        assertThat(archive.read("directory/")).isNull();
        archive.close();
    }

    @Test
    void archiveInAnArchiveIsReadFromWhereItLies() throws IOException {
        byte[] inner = zip(files(), ZipEntry.DEFLATED, "");
        Archive outer = open(zip(Map.of("other", new byte[3000], "inner.jar", inner), ZipEntry.STORED, ""));
        Archive nested = Objects.requireNonNull(outer.nested("inner.jar"));
        for (Map.Entry<String, byte[]> file : files().entrySet()) {
            assertThat(nested.read(file.getKey())).isEqualTo(file.getValue());
        }
        assertThat(outer.nested("missing.jar")).isNull();
        assertThatThrownBy(() -> outer.nested("other")).isInstanceOf(IOException.class);
        outer.close();
    }

    @Test
    void archiveThatWasCompressedOnceMoreIsRefusedWithAReason() throws IOException {
        byte[] inner = zip(files(), ZipEntry.DEFLATED, "");
        Archive outer = open(zip(Map.of("inner.jar", inner), ZipEntry.DEFLATED, ""));
        assertThatThrownBy(() -> outer.nested("inner.jar"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("inner.jar is compressed");
        outer.close();
    }

    @Test
    void emptyArchiveHasNothing() throws IOException {
        Archive archive = open(zip(Map.of(), ZipEntry.STORED, ""));
        assertThat(archive.names()).isEmpty();
        archive.close();
    }

    @Test
    void whatIsCutOffIsAnErrorOrNotThere() throws IOException {
        byte[] whole = zip(files(), ZipEntry.DEFLATED, "");
        for (int length = 0; length < whole.length; length += length < 600 ? 1 : 97) {
            byte[] cut = new byte[length];
            System.arraycopy(whole, 0, cut, 0, length);
            Path file = Files.write(directory.resolve("cut.zip"), cut);
            assertThatThrownBy(() -> Archive.open(file.toString())).isInstanceOf(IOException.class);
        }
    }

    /** Whatever is damaged: what comes is what was written, or an error. */
    @Test
    void whatIsDamagedIsAnErrorOrUnharmed() throws IOException {
        Map<String, byte[]> files = files();
        byte[] whole = zip(files, ZipEntry.DEFLATED, "");
        Random random = new Random(1);
        int errors = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = whole.clone();
            // The headers stand at the end, and are few: most of the damage should hit them.
            int at = i % 4 == 0 ? random.nextInt(whole.length) : whole.length - 1 - random.nextInt(400);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Path file = Files.write(directory.resolve("damaged.zip"), damaged);
            try {
                Archive archive = Archive.open(file.toString());
                try {
                    for (String name : archive.names()) {
                        byte[] content = archive.read(name);
                        assertThat(files.getOrDefault(name, content)).isEqualTo(content);
                    }
                } finally {
                    archive.close();
                }
            } catch (IOException e) {
                errors++;
            }
        }
        assertThat(errors).isGreaterThan(500);
    }

    @Test
    void threadsDoNotGetInEachOthersWay() throws Exception {
        Map<String, byte[]> files = files();
        Archive archive = open(zip(files, ZipEntry.DEFLATED, ""));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Void> reader = () -> {
                for (int i = 0; i < 200; i++) {
                    for (Map.Entry<String, byte[]> file : files.entrySet()) {
                        assertThat(archive.read(file.getKey())).isEqualTo(file.getValue());
                    }
                }
                return null;
            };
            List<Future<Void>> results = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                results.add(threads.submit(reader));
            }
            for (Future<Void> result : results) {
                result.get();
            }
        } finally {
            threads.shutdownNow();
            archive.close();
        }
    }

    private static Map<String, byte[]> files() {
        Random random = new Random(7);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("empty", new byte[0]);
        files.put("text.txt", "text ".repeat(1000).getBytes(StandardCharsets.UTF_8));
        byte[] noise = new byte[20_000];
        random.nextBytes(noise);
        files.put("directory/noise", noise);
        files.put("Ünïcode/日本.class", new byte[] {1, 2, 3});
        return files;
    }

    private Archive open(byte[] bytes) throws IOException {
        return Archive.open(Files.write(directory.resolve("archive.zip"), bytes).toString());
    }

    private static byte[] zip(Map<String, byte[]> files, int method, String comment) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setComment(comment);
            out.putNextEntry(new ZipEntry("directory/"));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setMethod(method);
                if (method == ZipEntry.STORED) {
                    CRC32 crc = new CRC32();
                    crc.update(file.getValue());
                    entry.setCrc(crc.getValue());
                    entry.setSize(file.getValue().length);
                }
                out.putNextEntry(entry);
                out.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
