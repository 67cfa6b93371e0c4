// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.model.BuildId;
import io.addrscope.model.Printable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One download from one server, into a temporary file of the cache.
 *
 * <p>The server may do whatever it likes, such as sending a byte a minute for ever. So a thread of its own talks to it, and
 * whoever wants the file waits for progress and no longer: a thread that is left behind ends, and removes its file, when
 * the server does anything at all or a time-out passes.
 */
final class Transfer implements Runnable {

    /** How it ended. */
    enum End {
        /** The file is there, whatever it holds. */
        DONE,
        /** The server says that it has none. */
        NOT_FOUND,
        /** The server says something else. */
        REFUSED,
        /** The server cannot be reached, or broke off, or is too slow. */
        UNREACHABLE,
        /** More bytes than are wanted. */
        TOO_LARGE,
        /** The disk did not take it. */
        NOT_STORED
    }

    /** Most redirections that are followed. */
    private static final int MAX_REDIRECTS = 5;

    /** Bytes that are read at a time. */
    private static final int CHUNK = 64 << 10;

    /** What a server answers that has the file, and finds it larger than we said that we want (debuginfod(8)). */
    private static final int NOT_ACCEPTABLE = 406;

    private static final String HTTPS = "https://";

    private final String url;
    private final DebuginfodSettings settings;
    private final DebuginfodCache cache;
    private final BuildId buildId;
    private final Artifact artifact;
    private final CountDownLatch ended = new CountDownLatch(1);

    private volatile long received;
    private volatile @Nullable HttpURLConnection waiting;
    private @Nullable Path file;
    private @Nullable End end;
    private String detail = "";

    /** @param server URL of the server, without a slash at its end */
    Transfer(String server, DebuginfodSettings settings, DebuginfodCache cache, BuildId buildId, Artifact artifact) {
        this.url = server + "/buildid/" + buildId + "/" + artifact.name;
        this.settings = settings;
        this.cache = cache;
        this.buildId = buildId;
        this.artifact = artifact;
    }

    /** Returns what is asked for, fit to be shown. */
    String shownUrl() {
        return DebuginfodSettings.shown(url);
    }

    /** Downloads, and waits for the end, or for the moment when waiting makes no sense any more. */
    End load() {
        Thread thread = new Thread(this, "addrscope-debuginfod");
        thread.setDaemon(true);
        thread.start();
        String giveUp;
        try {
            giveUp = awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp = "the thread that waits for it was interrupted";
        }
        return giveUp == null ? end() : abandon(giveUp);
    }

    /** Returns a sentence about the end; empty if there is nothing to say. */
    synchronized String detail() {
        return detail;
    }

    /** Returns the file that was written; null unless the end is {@link End#DONE}. */
    synchronized @Nullable Path file() {
        return file;
    }

    /** Returns why to give up; null once the transfer has ended. */
    private @Nullable String awaitEnd() throws InterruptedException {
        long begin = System.nanoTime();
        long windowNanos = TimeUnit.SECONDS.toNanos(settings.timeoutSeconds());
        long maxNanos = settings.maxSeconds() == 0 ? Long.MAX_VALUE : TimeUnit.SECONDS.toNanos(settings.maxSeconds());
        long windowBegin = 0;
        long receivedBefore = 0;
        while (true) {
            long elapsed = System.nanoTime() - begin;
            if (elapsed >= maxNanos) {
                return "it took longer than " + settings.maxSeconds() + " s";
            }
            if (elapsed - windowBegin >= windowNanos) {
                long now = received;
                if (now - receivedBefore < DebuginfodSettings.PROGRESS_BYTES) {
                    return "it sent " + (now - receivedBefore) + " bytes in " + settings.timeoutSeconds() + " s";
                }
                windowBegin = elapsed;
                receivedBefore = now;
            }
            long wait = Math.min(windowBegin + windowNanos, maxNanos) - elapsed;
            if (ended.await(wait, TimeUnit.NANOSECONDS)) {
                return null;
            }
        }
    }

    private synchronized End end() {
        return end == null ? End.UNREACHABLE : end;
    }

    private End abandon(String why) {
        synchronized (this) {
            if (end != null) {
                return end;
            }
            end = End.UNREACHABLE;
            detail = why;
        }
        HttpURLConnection silent = waiting;
        if (silent != null) {
            silent.disconnect();
        }
        return End.UNREACHABLE;
    }

    @Override
    public void run() {
        try {
            transfer();
        } catch (IOException e) {
            finish(End.UNREACHABLE, describe(e), null);
        } catch (RuntimeException e) {
            // The JDK's own parsers of what servers send are not all of one kind of exception.
            finish(End.REFUSED, describe(e), null);
        } finally {
            ended.countDown();
        }
    }

    /** Says what came of it, unless nobody waits any more; then the file is of no use. */
    private void finish(End how, String why, @Nullable Path written) {
        boolean isWanted;
        synchronized (this) {
            isWanted = end == null;
            if (isWanted) {
                end = how;
                detail = why;
                file = how == End.DONE ? written : null;
            }
        }
        if (written != null && (!isWanted || how != End.DONE)) {
            DebuginfodCache.discard(written);
        }
    }

    private synchronized boolean isAbandoned() {
        return end != null;
    }

    private void transfer() throws IOException {
        String at = url;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpURLConnection connection = connect(at);
            try {
                String next = answer(connection, at);
                if (next == null) {
                    return;
                }
                at = next;
            } finally {
                connection.disconnect();
            }
        }
        finish(End.REFUSED, "it redirects more than " + MAX_REDIRECTS + " times", null);
    }

    private HttpURLConnection connect(String at) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(at).toURL().openConnection();
        int millis = (int) Math.min(Integer.MAX_VALUE, TimeUnit.SECONDS.toMillis(settings.timeoutSeconds()));
        connection.setConnectTimeout(millis);
        connection.setReadTimeout(millis);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("User-Agent", userAgent());
        connection.setRequestProperty("Accept", "*/*");
        connection.setRequestProperty("X-DEBUGINFOD-MAXSIZE", Long.toString(settings.maxBytes()));
        return connection;
    }

    /** Tells nothing of the host. */
    private static String userAgent() {
        String version = Transfer.class.getPackage().getImplementationVersion();
        return version == null ? "addrscope" : "addrscope/" + version;
    }

    /** Deals with one answer; returns where it redirects to, else null. */
    private @Nullable String answer(HttpURLConnection connection, String at) throws IOException {
        waiting = connection;
        int status = connection.getResponseCode();
        waiting = null;
        switch (status) {
            case HttpURLConnection.HTTP_OK -> receive(connection);
            case HttpURLConnection.HTTP_NOT_FOUND -> finish(End.NOT_FOUND, "", null);
            case NOT_ACCEPTABLE -> finish(End.TOO_LARGE, "it has more than " + settings.maxBytes() + " bytes", null);
            case HttpURLConnection.HTTP_MOVED_PERM,
                    HttpURLConnection.HTTP_MOVED_TEMP,
                    HttpURLConnection.HTTP_SEE_OTHER,
                    307,
                    308 -> {
                return redirect(connection, at);
            }
            case -1 -> finish(End.REFUSED, "it does not speak HTTP", null);
            default -> finish(End.REFUSED, "it answered " + status, null);
        }
        return null;
    }

    private @Nullable String redirect(HttpURLConnection connection, String at) {
        String location = connection.getHeaderField("Location");
        String next = location == null ? "" : URI.create(at).resolve(location).toString();
        boolean isAllowed = DebuginfodSettings.isHttp(next)
                && (DebuginfodSettings.isScheme(next, HTTPS) || !DebuginfodSettings.isScheme(at, HTTPS));
        if (!isAllowed) {
            finish(
                    End.REFUSED,
                    "it redirects to \"" + DebuginfodSettings.shown(next) + "\", which is not followed",
                    null);
            return null;
        }
        return next;
    }

    private void receive(HttpURLConnection connection) throws IOException {
        long size = connection.getContentLengthLong();
        long announced = Math.max(size, number(connection.getHeaderField("X-DEBUGINFOD-SIZE")));
        if (announced > settings.maxBytes()) {
            finish(End.TOO_LARGE, "it has " + announced + " bytes, more than " + settings.maxBytes(), null);
            return;
        }
        Path temporary;
        OutputStream out;
        try {
            temporary = cache.createTemporary(buildId, artifact);
        } catch (IOException e) {
            finish(End.NOT_STORED, describe(e), null);
            return;
        }
        try {
            out = new FileOutputStream(temporary.toFile());
        } catch (IOException e) {
            finish(End.NOT_STORED, describe(e), temporary);
            return;
        }
        Copy copy = new Copy(temporary);
        try (InputStream in = connection.getInputStream();
                OutputStream closed = out) {
            copy.run(in, closed);
            copy.expect(size >= 0 ? size : announced);
        } catch (IOException e) {
            copy.fail(End.UNREACHABLE, describe(e));
        }
        finish(copy.end, copy.why, temporary);
    }

    /** Copies what a server sends. */
    private final class Copy {
        private final Path to;
        End end = End.DONE;
        String why = "";

        Copy(Path to) {
            this.to = to;
        }

        void fail(End how, String because) {
            if (end == End.DONE) {
                end = how;
                why = because;
            }
        }

        /** The JDK does not always notice that fewer bytes came than were announced. */
        void expect(long bytes) {
            if (bytes >= 0 && received != bytes) {
                fail(End.UNREACHABLE, "it broke off after " + received + " of " + bytes + " bytes");
            }
        }

        void run(InputStream in, OutputStream out) throws IOException {
            byte[] chunk = new byte[CHUNK];
            long total = 0;
            int count = in.read(chunk);
            while (count >= 0) {
                total += count;
                received = total;
                if (total > settings.maxBytes()) {
                    fail(End.TOO_LARGE, "it sends more than " + settings.maxBytes() + " bytes");
                    return;
                }
                if (isAbandoned()) {
                    fail(End.UNREACHABLE, "");
                    return;
                }
                try {
                    out.write(chunk, 0, count);
                } catch (IOException e) {
                    fail(End.NOT_STORED, to + ": " + describe(e));
                    return;
                }
                count = in.read(chunk);
            }
        }
    }

    private static long number(@Nullable String header) {
        try {
            return header == null ? -1 : Long.parseLong(header.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static String describe(Exception e) {
        String message = e.getMessage();
        return Printable.text(message == null ? e.toString() : e.getClass().getSimpleName() + ": " + message);
    }
}
