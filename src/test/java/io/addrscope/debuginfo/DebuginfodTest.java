// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.model.BuildId;
import io.addrscope.model.MappingName;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Against elfutils' own server on loopback, and with elfutils' own client in the same cache. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DebuginfodTest {

    private static final String UNKNOWN = "00112233445566778899aabbccddeeff00112233";

    /** A port that nothing listens on: 1 is reserved. */
    private static final String NOBODY = "http://127.0.0.1:1";

    private static final SplitLibrary SPLIT = SplitLibrary.usual();

    private final Path work = Toolchain.temporaryDirectory("addrscope-debuginfod");

    private Process server;
    private String url;
    private int caches;

    @BeforeAll
    void startServer() throws IOException, InterruptedException {
        Toolchain.require("debuginfod");
        Toolchain.require("debuginfod-find");
        Path served = work.resolve("served");
        SplitLibrary.copy(SPLIT.debug(), served.resolve("part.debug"));
        SplitLibrary.copy(SPLIT.stripped(), served.resolve("libpart.so"));
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        url = "http://127.0.0.1:" + port;
        ProcessBuilder builder = new ProcessBuilder(
                        "debuginfod", "-F", "-d", ":memory:", "-p", Integer.toString(port), served.toString())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("server.log").toFile());
        builder.environment().remove("DEBUGINFOD_URLS");
        builder.environment()
                .put("DEBUGINFOD_CACHE_PATH", work.resolve("server-cache").toString());
        server = builder.start();
        awaitScan();
    }

    /** It answers at once, and has scanned some time later. */
    private void awaitScan() throws IOException, InterruptedException {
        for (String artifact : List.of("debuginfo", "executable")) {
            URI uri = URI.create(url + "/buildid/" + SplitLibrary.buildId(SPLIT.stripped()) + "/" + artifact);
            while (status(uri) != HttpURLConnection.HTTP_OK) {
                assertThat(server.isAlive())
                        .as(Files.readString(work.resolve("server.log"), StandardCharsets.ISO_8859_1))
                        .isTrue();
                Thread.sleep(50);
            }
        }
    }

    private static int status(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            int status = connection.getResponseCode();
            connection.disconnect();
            return status;
        } catch (IOException e) {
            return -1;
        }
    }

    @AfterAll
    void stopServer() throws InterruptedException {
        server.destroy();
        if (!server.waitFor(30, TimeUnit.SECONDS)) {
            server.destroyForcibly();
        }
    }

    private Path newCache() {
        return work.resolve("cache-" + caches++);
    }

    private static DebugSettings settings(Path cache, String... urls) {
        return Finder.NOWHERE
                .withCache(cache)
                .withDebuginfod(DebuginfodSettings.NONE.withUrls(List.of(urls)).withTimeoutSeconds(30));
    }

    private static BuildId id(String text) {
        return BuildId.of(HexFormat.of().parseHex(text));
    }

    private static String debuginfodFind(Path cache, String urls, String artifact, String buildId) {
        List<String> command = new ArrayList<>(List.of("env"));
        command.add("DEBUGINFOD_URLS=" + urls);
        command.add("DEBUGINFOD_CACHE_PATH=" + cache);
        command.addAll(List.of("sh", "-c", "debuginfod-find " + artifact + " " + buildId + " || echo failed"));
        return Toolchain.run(command).strip();
    }

    @Test
    void whatIsServedIsFoundAndKeptWhereOthersFindIt() throws IOException {
        Path cache = newCache();
        String buildId = SplitLibrary.buildId(SPLIT.stripped());
        Path kept = cache.resolve(buildId).resolve("debuginfo");
        try (DebugSearch search = Finder.find(SPLIT.stripped(), settings(cache, NOBODY, url))) {
            assertThat(Finder.found(search).place()).isEqualTo(Place.DEBUGINFOD);
            assertThat(Finder.path(search)).isEqualTo(kept.toString());
            assertThat(search.attempts()).extracting(Attempt::outcome).contains(Outcome.FAILED, Outcome.FOUND);
        }
        assertThat(kept).hasSameBinaryContentAs(SPLIT.debug());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("r--------");
        assertThat(files(cache.resolve(buildId))).containsExactly(kept);
        assertThat(debuginfodFind(cache, NOBODY, "debuginfo", buildId)).isEqualTo(kept.toString());

        try (DebugSearch again = Finder.find(SPLIT.stripped(), settings(cache))) {
            assertThat(Finder.found(again).place()).isEqualTo(Place.DEBUGINFOD_CACHE);
        }
    }

    @Test
    void whatTheOtherClientHasDownloadedIsFound() {
        Path cache = newCache();
        String buildId = SplitLibrary.buildId(SPLIT.stripped());
        String path = debuginfodFind(cache, url, "debuginfo", buildId);
        assertThat(path).isEqualTo(cache.resolve(buildId).resolve("debuginfo").toString());
        try (DebugSearch search = Finder.find(SPLIT.stripped(), settings(cache, NOBODY))) {
            assertThat(Finder.path(search)).isEqualTo(path);
            assertThat(Finder.found(search).place()).isEqualTo(Place.DEBUGINFOD_CACHE);
        }
    }

    @Test
    void missesOfBothClientsAreBelievedByTheOther() throws IOException {
        Path ours = newCache();
        LibraryImage unknown = LibraryImage.of(MappingName.NONE, id(UNKNOWN));
        try (DebugSearch search = Finder.debugFiles(settings(ours, url)).find(unknown)) {
            assertThat(search.attempts()).extracting(Attempt::outcome).endsWith(Outcome.NOT_SERVED);
            assertThat(search.attempts()).extracting(Attempt::place).endsWith(Place.DEBUGINFOD);
        }
        Path miss = ours.resolve(UNKNOWN).resolve("debuginfo");
        assertThat(miss).isEmptyFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(miss)))
                .isEqualTo("---------");
        // It would be another error if the server were asked.
        assertThat(Toolchain.run(List.of(
                        "env",
                        "DEBUGINFOD_URLS=" + NOBODY,
                        "DEBUGINFOD_CACHE_PATH=" + ours,
                        "sh",
                        "-c",
                        "debuginfod-find debuginfo " + UNKNOWN + " 2>&1; true")))
                .contains("No such file or directory");

        Path theirs = newCache();
        assertThat(debuginfodFind(theirs, url, "debuginfo", UNKNOWN)).endsWith("failed");
        try (DebugSearch search = Finder.debugFiles(settings(theirs, NOBODY)).find(unknown)) {
            Attempt last = search.attempts().get(search.attempts().size() - 1);
            assertThat(last.place()).isEqualTo(Place.DEBUGINFOD_CACHE);
            assertThat(last.outcome()).isEqualTo(Outcome.NOT_SERVED);
        }
    }

    @Test
    void theLibraryIsServedToo() {
        Path cache = newCache();
        BuildId buildId = id(SplitLibrary.buildId(SPLIT.stripped()));
        try (DebugSearch search = Finder.debugFiles(settings(cache, url)).findExecutable(buildId)) {
            assertThat(Finder.found(search).contents().dynamicSymbols()).isPositive();
            assertThat(cache.resolve(buildId.toString()).resolve("executable"))
                    .hasSameBinaryContentAs(SPLIT.stripped());
        }
    }

    private static List<Path> files(Path parent) throws IOException {
        try (var files = Files.list(parent)) {
            return files.toList();
        }
    }
}
