// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.model.BuildId;
import io.addrscope.model.MappingName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are broken, slow or mean harm: each ends in a reason, and leaves nothing behind in the cache. */
@Timeout(120)
final class LyingServerTest {

    private static final SplitLibrary SPLIT = SplitLibrary.usual();
    private static final String BUILD_ID = SplitLibrary.buildId(SPLIT.stripped());
    private static final String OK = "HTTP/1.1 200 OK\r\nConnection: close\r\n";

    /** How often to look whether a file has gone, before it is said to stay. */
    private static final int MOST_PAUSES = 1000;

    @TempDir
    private Path directory;

    private Path cache;
    private byte[] body;

    @BeforeEach
    void read() throws IOException {
        cache = directory.toRealPath().resolve("cache");
        body = Files.readAllBytes(SPLIT.debug());
    }

    /** What a server does with each connection, after it has read the request. */
    private interface Behavior {
        void answer(OutputStream out) throws IOException;
    }

    /** A server that speaks no more HTTP than it wants to. */
    private static final class Server implements AutoCloseable {
        private final ServerSocket socket;
        private final Behavior behavior;
        final List<String> requests = Collections.synchronizedList(new ArrayList<>());

        Server(Behavior behavior) throws IOException {
            this.behavior = behavior;
            this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            Thread thread = new Thread(this::serve, "lying-server");
            thread.setDaemon(true);
            thread.start();
        }

        String url() {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (Socket connection = socket.accept()) {
                    requests.add(request(connection.getInputStream()));
                    behavior.answer(connection.getOutputStream());
                } catch (IOException e) {
                    // The client had enough, or the test has ended.
                }
            }
        }

        private static String request(InputStream in) throws IOException {
            StringBuilder request = new StringBuilder();
            while (request.indexOf("\r\n\r\n") < 0) {
                int b = in.read();
                if (b < 0) {
                    break;
                }
                request.append((char) b);
            }
            return request.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private DebugSettings settings(DebuginfodSettings debuginfod, String... urls) {
        return Finder.NOWHERE.withCache(cache).withDebuginfod(debuginfod.withUrls(List.of(urls)));
    }

    private DebugSearch find(String... urls) {
        return find(DebuginfodSettings.NONE.withTimeoutSeconds(1), urls);
    }

    private DebugSearch find(DebuginfodSettings debuginfod, String... urls) {
        return Finder.find(SPLIT.stripped(), settings(debuginfod, urls));
    }

    private static Attempt last(DebugSearch search) {
        assertThat(search.found()).as("%s", search.attempts()).isNull();
        return search.attempts().get(search.attempts().size() - 1);
    }

    private void assertOutcome(Outcome outcome, String saying, Behavior behavior) throws IOException {
        assertOutcome(outcome, saying, DebuginfodSettings.NONE.withTimeoutSeconds(1), behavior);
    }

    private void assertOutcome(Outcome outcome, String saying, DebuginfodSettings debuginfod, Behavior behavior)
            throws IOException {
        try (Server server = new Server(behavior);
                DebugSearch search = find(debuginfod, server.url())) {
            Attempt last = last(search);
            assertThat(last.outcome()).as("%s", last).isEqualTo(outcome);
            assertThat(last.place()).isEqualTo(Place.DEBUGINFOD);
            assertThat(last.where()).isEqualTo(server.url() + "/buildid/" + BUILD_ID + "/debuginfo");
            assertThat(last.detail()).contains(saying);
            assertNothingKept();
        }
    }

    private void assertNothingKept() throws IOException {
        Path builds = cache.resolve(BUILD_ID);
        // A transfer that was given up removes its file when it notices.
        for (int i = 0; i < MOST_PAUSES && Files.exists(builds); i++) {
            pauseShortly();
        }
        assertThat(files(cache)).isEmpty();
    }

    private static List<Path> files(Path parent) throws IOException {
        if (!Files.exists(parent)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(parent)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void rightBodyIsTakenWithOrWithoutALength() throws IOException {
        List<Behavior> honest = List.of(
                out -> {
                    say(out, OK + "Content-Length: " + body.length + "\r\n\r\n");
                    out.write(body);
                },
                out -> {
                    say(out, OK + "\r\n");
                    out.write(body);
                },
                out -> {
                    say(out, OK + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length) + "\r\n");
                    out.write(body);
                    say(out, "\r\n0\r\n\r\n");
                });
        for (Behavior behavior : honest) {
            try (Server server = new Server(behavior);
                    DebugSearch search = find(server.url())) {
                assertThat(search.found()).as("%s", search.attempts()).isNotNull();
                String request = server.requests.get(0);
                assertThat(request)
                        .startsWith("GET /buildid/" + BUILD_ID + "/debuginfo HTTP/1.1\r\n")
                        .contains("User-Agent: addrscope", "X-DEBUGINFOD-MAXSIZE: 2147483648\r\n")
                        .doesNotContain("Java/");
            }
            Path kept = cache.resolve(BUILD_ID).resolve("debuginfo");
            assertThat(kept).hasSameBinaryContentAs(SPLIT.debug());
            Files.delete(kept);
        }
    }

    @Test
    void wrongBodiesAreNotKept() throws IOException {
        byte[] other = Files.readAllBytes(SplitLibrary.other().debug());
        byte[] stripped = Files.readAllBytes(SPLIT.stripped());
        assertOutcome(Outcome.OTHER_BUILD, "its build ID is", out -> {
            say(out, OK + "\r\n");
            out.write(other);
        });
        assertOutcome(Outcome.EMPTY, "", out -> {
            say(out, OK + "\r\n");
            out.write(stripped);
        });
        assertOutcome(Outcome.NOT_ELF, "", out -> say(out, OK + "\r\n<html>log in first</html>"));
        assertOutcome(Outcome.NOT_ELF, "", out -> say(out, OK + "Content-Length: 0\r\n\r\n"));
        assertOutcome(Outcome.MALFORMED, "", out -> {
            say(out, OK + "\r\n");
            out.write(Arrays.copyOf(body, body.length / 2));
        });
    }

    @Test
    void brokenTransfersAreNotKept() throws IOException {
        for (String header : List.of("Content-Length: ", "X-DEBUGINFOD-SIZE: ")) {
            assertOutcome(Outcome.FAILED, "", out -> {
                say(out, OK + header + body.length + "\r\n\r\n");
                out.write(Arrays.copyOf(body, body.length - 1));
            });
        }
        assertOutcome(Outcome.FAILED, "", out -> {
            say(out, OK + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length) + "\r\n");
            out.write(Arrays.copyOf(body, body.length / 2));
        });
        assertOutcome(Outcome.FAILED, "", out -> say(out, OK + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"));
        assertOutcome(Outcome.FAILED, "", out -> {});
        assertOutcome(Outcome.FAILED, "does not speak HTTP", out -> say(out, "SSH-2.0-OpenSSH_9.2p1\r\n"));
        assertOutcome(
                Outcome.FAILED, "answered 500", out -> say(out, "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"));
        assertOutcome(Outcome.FAILED, "answered 403", out -> say(out, "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"));
    }

    @Test
    void slowServersAreGivenUp() throws IOException {
        assertOutcome(Outcome.FAILED, "", out -> pause());
        assertOutcome(Outcome.FAILED, "it sent", out -> {
            say(out, OK + "\r\n");
            drip(out, "x");
        });
        assertOutcome(Outcome.FAILED, "it sent 0 bytes in 1 s", out -> {
            say(out, "HTTP/1.1 200 OK\r\n");
            drip(out, "X-Slow: 1\r\n");
        });
        byte[] much = new byte[DebuginfodSettings.PROGRESS_BYTES];
        DebuginfodSettings limited =
                DebuginfodSettings.NONE.withTimeoutSeconds(60).withMaxSeconds(1);
        assertOutcome(Outcome.FAILED, "longer than 1 s", limited, out -> {
            say(out, OK + "\r\n");
            while (true) {
                out.write(much);
                pauseShortly();
            }
        });
    }

    private static void drip(OutputStream out, String drop) throws IOException {
        while (true) {
            say(out, drop);
            pauseShortly();
        }
    }

    private static void pause() {
        for (int i = 0; i < 100; i++) {
            pauseShortly();
        }
    }

    private static void pauseShortly() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void endlessBodiesAreCut() throws IOException {
        DebuginfodSettings small = DebuginfodSettings.NONE.withMaxBytes(1 << 20);
        byte[] chunk = new byte[1 << 16];
        assertOutcome(Outcome.TOO_LARGE, "more than 1048576 bytes", small, out -> {
            say(out, OK + "\r\n");
            while (true) {
                out.write(chunk);
            }
        });
        assertOutcome(
                Outcome.TOO_LARGE,
                "9000000000000000000 bytes",
                out -> say(out, OK + "Content-Length: 9000000000000000000\r\n\r\n"));
        assertOutcome(
                Outcome.TOO_LARGE, "1048577 bytes", small, out -> say(out, OK + "X-DEBUGINFOD-SIZE: 1048577\r\n\r\n"));
        assertOutcome(Outcome.TOO_LARGE, "", out -> say(out, "HTTP/1.1 406 Large\r\nContent-Length: 0\r\n\r\n"));
    }

    private static Behavior redirect(String target) {
        return out -> say(out, "HTTP/1.1 302 Found\r\nLocation: " + target + "\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void redirectionsAreFollowedToServersOnly() throws IOException {
        for (String target : List.of("file:///etc/passwd", "ftp://127.0.0.1/x", "jar:file:/x.jar!/y", "mailto:a@b")) {
            assertOutcome(Outcome.FAILED, "which is not followed", redirect(target));
        }
        assertOutcome(Outcome.FAILED, "", redirect(":"));
        assertOutcome(Outcome.FAILED, "", redirect("http://"));
        assertOutcome(
                Outcome.FAILED,
                "redirects more than 5 times",
                out -> say(out, "HTTP/1.1 301 Moved\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"));
        try (Server right = new Server(out -> {
                    say(out, OK + "\r\n");
                    out.write(body);
                });
                Server pointer = new Server(out -> say(
                        out,
                        "HTTP/1.1 307 There\r\nLocation: " + right.url() + "/elsewhere\r\nContent-Length: 0\r\n\r\n"));
                DebugSearch search = find(pointer.url())) {
            assertThat(search.found()).as("%s", search.attempts()).isNotNull();
            assertThat(right.requests.get(0)).startsWith("GET /elsewhere ");
        }
    }

    @Test
    void theNextServerIsAskedAndTheDeadOneRests() throws IOException {
        try (Server none = new Server(out -> say(out, "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"));
                Server right = new Server(out -> {
                    say(out, OK + "\r\n");
                    out.write(body);
                })) {
            String dead = "http://127.0.0.1:1";
            DebugFiles files = Finder.debugFiles(
                    settings(DebuginfodSettings.NONE.withTimeoutSeconds(30), dead, none.url(), right.url()));
            try (DebugSearch search = files.find(Finder.image(SPLIT.stripped()))) {
                assertThat(search.found()).as("%s", search.attempts()).isNotNull();
                assertThat(search.attempts())
                        .extracting(Attempt::outcome)
                        .endsWith(Outcome.FAILED, Outcome.NOT_SERVED, Outcome.FOUND);
            }
            LibraryImage unknown = LibraryImage.of(MappingName.NONE, BuildId.of(new byte[] {1, 2, 3}));
            try (DebugSearch search = files.find(unknown)) {
                assertThat(search.attempts())
                        .extracting(Attempt::outcome)
                        .endsWith(Outcome.NOT_ASKED, Outcome.NOT_SERVED, Outcome.OTHER_BUILD);
            }
        }
    }

    @Test
    void missIsKeptOnlyIfNobodyHasIt() throws IOException {
        Path miss = cache.resolve(BUILD_ID).resolve("debuginfo");
        String notFound = "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n";
        try (Server none = new Server(out -> say(out, notFound))) {
            try (DebugSearch search = find(none.url(), "http://127.0.0.1:1")) {
                assertThat(last(search).outcome()).isEqualTo(Outcome.FAILED);
                assertThat(miss).doesNotExist();
            }
            try (DebugSearch search = find(none.url())) {
                assertThat(last(search).outcome()).isEqualTo(Outcome.NOT_SERVED);
                assertThat(miss).isEmptyFile();
            }
            int asked = none.requests.size();
            try (DebugSearch search = find(none.url())) {
                assertThat(last(search).place()).isEqualTo(Place.DEBUGINFOD_CACHE);
                assertThat(none.requests).hasSize(asked);
            }
            // A cache may say how long a miss is believed.
            Files.writeString(cache.resolve("cache_miss_s"), "5");
            Files.setLastModifiedTime(miss, FileTime.fromMillis(System.currentTimeMillis() - 6000));
            try (DebugSearch search = find(none.url())) {
                assertThat(last(search).place()).isEqualTo(Place.DEBUGINFOD);
                assertThat(none.requests).hasSize(asked + 1);
            }
        }
    }

    @Test
    void damagedFileOfTheCacheIsReplaced() throws IOException {
        Path kept = cache.resolve(BUILD_ID).resolve("debuginfo");
        SplitLibrary.copy(SplitLibrary.other().debug(), kept);
        try (DebugSearch search = Finder.find(SPLIT.stripped(), settings(DebuginfodSettings.NONE))) {
            assertThat(last(search).outcome()).isEqualTo(Outcome.OTHER_BUILD);
        }
        try (Server right = new Server(out -> {
                    say(out, OK + "\r\n");
                    out.write(body);
                });
                DebugSearch search = find(right.url())) {
            assertThat(Finder.path(search)).isEqualTo(kept.toString());
            assertThat(kept).hasSameBinaryContentAs(SPLIT.debug());
        }
    }

    @Test
    void cacheThatCannotBeWrittenIsAReason() throws IOException {
        Files.writeString(cache, "a file where the directory should be");
        try (Server right = new Server(out -> {
                    say(out, OK + "\r\n");
                    out.write(body);
                });
                DebugSearch search = find(right.url())) {
            assertThat(last(search).outcome()).isEqualTo(Outcome.NOT_STORED);
            assertThat(last(search).detail()).contains(cache.toString());
        }
        DebugSettings without =
                settings(DebuginfodSettings.NONE, "http://127.0.0.1:1").withCache(null);
        try (DebugSearch search = Finder.find(SPLIT.stripped(), without)) {
            assertThat(last(search).outcome()).isEqualTo(Outcome.NOT_ASKED);
        }
    }

    @Test
    void whatNobodyHasReadForLongGoes() throws IOException {
        FileTime longAgo = FileTime.fromMillis(System.currentTimeMillis() - 1000L * 1000);
        Path old = SplitLibrary.copy(SPLIT.debug(), cache.resolve("aabb").resolve("debuginfo"));
        Path young = SplitLibrary.copy(SPLIT.debug(), cache.resolve("ccdd").resolve("executable"));
        Path foreign = SplitLibrary.copy(SPLIT.debug(), cache.resolve("eeff").resolve("notes.txt"));
        Path interval = Files.writeString(cache.resolve("cache_clean_interval_s"), "900");
        Files.writeString(cache.resolve("max_unused_age_s"), "800");
        for (Path file : List.of(old, foreign, old.getParent(), foreign.getParent())) {
            Files.setAttribute(file, "lastAccessTime", longAgo);
            Files.setLastModifiedTime(file, longAgo);
        }
        try (Server right = new Server(out -> {
            say(out, OK + "\r\n");
            out.write(body);
        })) {
            try (DebugSearch search = find(right.url())) {
                assertThat(search.found()).isNotNull();
                // Its last cleaning was just now.
                assertThat(old).exists();
            }
            Files.delete(cache.resolve(BUILD_ID).resolve("debuginfo"));
            Files.setLastModifiedTime(interval, longAgo);
            try (DebugSearch search = find(right.url())) {
                assertThat(search.found()).isNotNull();
            }
        }
        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(foreign).exists();
        assertThat(Files.getLastModifiedTime(interval)).isGreaterThan(longAgo);
    }

    @Test
    void settingsComeFromTheVariablesThatAllClientsKnow() {
        DebuginfodSettings settings = DebuginfodSettings.of(Map.of(
                "DEBUGINFOD_URLS",
                " https://a.example/  ftp://b.example http://c.example/x/ https://a.example file:///etc HTTP://d ima:ignore",
                "DEBUGINFOD_TIMEOUT",
                "7",
                "DEBUGINFOD_MAXTIME",
                "nonsense",
                "DEBUGINFOD_MAXSIZE",
                "-3"));
        assertThat(settings.urls()).containsExactly("https://a.example", "http://c.example/x", "HTTP://d");
        assertThat(settings.timeoutSeconds()).isEqualTo(7);
        assertThat(settings.maxSeconds()).isZero();
        assertThat(settings.maxBytes()).isEqualTo(DebuginfodSettings.NONE.maxBytes());
        assertThat(DebuginfodSettings.of(Map.of())).isEqualTo(DebuginfodSettings.NONE);
        assertThat(DebugSettings.ofSystem().debuginfod().urls()).isEmpty();
    }

    @Test
    void passwordsAreNotShown() {
        assertThat(DebuginfodSettings.shown("https://me:secret@a.example/x@y")).isEqualTo("https://a.example/x@y");
        assertThat(DebuginfodSettings.shown("https://me:s@cret@a.example")).isEqualTo("https://a.example");
        assertThat(DebuginfodSettings.shown("https://a.example/x@y")).isEqualTo("https://a.example/x@y");
        try (DebugSearch search = find("http://me:secret@127.0.0.1:1")) {
            assertThat(search.attempts().toString())
                    .contains("http://127.0.0.1:1/")
                    .doesNotContain("secret");
        }
    }

    @Test
    void cacheIsTheOneThatAllClientsShare() throws IOException {
        Path home = Files.createDirectory(directory.toRealPath().resolve("home"));
        assertThat(DebuginfodCache.directory(Map.of())).isNull();
        assertThat(DebuginfodCache.directory(Map.of("HOME", home.toString())))
                .isEqualTo(home.resolve(".cache/debuginfod_client"));
        Map<String, String> xdg = Map.of("HOME", home.toString(), "XDG_CACHE_HOME", "/var/xdg");
        assertThat(DebuginfodCache.directory(xdg)).isEqualTo(Path.of("/var/xdg/debuginfod_client"));
        Path old = Files.createDirectory(home.resolve(".debuginfod_client_cache"));
        assertThat(DebuginfodCache.directory(xdg)).isEqualTo(old);
        assertThat(DebuginfodCache.directory(Map.of("HOME", home.toString(), "DEBUGINFOD_CACHE_PATH", "/c")))
                .isEqualTo(Path.of("/c"));
        assertThat(HexFormat.of().parseHex(BUILD_ID)).hasSize(20);
    }
}
