// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.model.Printable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which debuginfod servers to ask, and how patient to be. Immutable.
 *
 * @param urls the servers, in the order in which they are asked; none: nothing is ever downloaded
 * @param timeoutSeconds how long a server may take for the next {@value #PROGRESS_BYTES} bytes, the first included
 * @param maxSeconds how long a download may take in all; 0 for no limit
 * @param maxBytes most bytes of a file
 */
public record DebuginfodSettings(List<String> urls, int timeoutSeconds, int maxSeconds, long maxBytes) {

    /** What a server must send in each time-out, in bytes, or it is too slow; a slower link than that is of no use. */
    public static final int PROGRESS_BYTES = 100 << 10;

    /** Most servers that are asked. */
    private static final int MAX_URLS = 16;

    private static final int DEFAULT_TIMEOUT_SECONDS = 90;

    private static final long DEFAULT_MAX_BYTES = 2L << 30;

    /** No server. */
    public static final DebuginfodSettings NONE =
            new DebuginfodSettings(List.of(), DEFAULT_TIMEOUT_SECONDS, 0, DEFAULT_MAX_BYTES);

    /**
     * Checks the numbers and copies the list.
     *
     * @throws IllegalArgumentException if a number makes no sense
     */
    public DebuginfodSettings {
        if (timeoutSeconds <= 0 || maxSeconds < 0 || maxBytes <= 0) {
            throw new IllegalArgumentException("time-out, time limit or size limit out of range");
        }
        urls = List.copyOf(urls);
    }

    /**
     * What the variables say that every client of debuginfod goes by: {@code DEBUGINFOD_URLS} (separated by blanks),
     * {@code DEBUGINFOD_TIMEOUT}, {@code DEBUGINFOD_MAXTIME} (seconds) and {@code DEBUGINFOD_MAXSIZE} (bytes). A number that
     * is none, or not positive, counts as not set; so does a URL that is not {@code http} or {@code https}.
     */
    public static DebuginfodSettings of(Map<String, String> environment) {
        return NONE.withUrls(parseUrls(environment.get("DEBUGINFOD_URLS")))
                .withTimeoutSeconds(
                        (int) positive(environment, "DEBUGINFOD_TIMEOUT", Integer.MAX_VALUE, DEFAULT_TIMEOUT_SECONDS))
                .withMaxSeconds((int) positive(environment, "DEBUGINFOD_MAXTIME", Integer.MAX_VALUE, 0))
                .withMaxBytes(positive(environment, "DEBUGINFOD_MAXSIZE", Long.MAX_VALUE, DEFAULT_MAX_BYTES));
    }

    /** Returns these settings with other servers. */
    public DebuginfodSettings withUrls(List<String> newUrls) {
        return new DebuginfodSettings(newUrls, timeoutSeconds, maxSeconds, maxBytes);
    }

    /** Returns these settings with another time-out. */
    public DebuginfodSettings withTimeoutSeconds(int newTimeoutSeconds) {
        return new DebuginfodSettings(urls, newTimeoutSeconds, maxSeconds, maxBytes);
    }

    /** Returns these settings with another limit of time, in seconds; 0 for none. */
    public DebuginfodSettings withMaxSeconds(int newMaxSeconds) {
        return new DebuginfodSettings(urls, timeoutSeconds, newMaxSeconds, maxBytes);
    }

    /** Returns these settings with another limit of size. */
    public DebuginfodSettings withMaxBytes(long newMaxBytes) {
        return new DebuginfodSettings(urls, timeoutSeconds, maxSeconds, newMaxBytes);
    }

    /** Reads a list of URLs separated by blanks; null is an empty one. Each counts once, without a slash at its end. */
    public static List<String> parseUrls(@Nullable String list) {
        Set<String> urls = new LinkedHashSet<>();
        if (list != null) {
            int from = 0;
            while (from < list.length() && urls.size() < MAX_URLS) {
                int end = from;
                while (end < list.length() && list.charAt(end) > ' ') {
                    end++;
                }
                String url = list.substring(from, end);
                if (isHttp(url)) {
                    urls.add(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
                }
                from = end + 1;
            }
        }
        return new ArrayList<>(urls);
    }

    /** Returns whether a URL is one of the kinds that are asked; a {@code file:} URL could name any file of ours. */
    static boolean isHttp(String url) {
        return isScheme(url, "http://") || isScheme(url, "https://");
    }

    /** Returns whether a URL begins with a scheme, whatever its case. */
    static boolean isScheme(String url, String scheme) {
        return url.length() > scheme.length() && url.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    /** Returns a URL fit to be shown: without a user's name and password. */
    static String shown(String url) {
        int host = url.indexOf("://") + "://".length();
        int path = url.indexOf('/', host);
        int user = url.lastIndexOf('@', path < 0 ? url.length() : path);
        return Printable.text(user < host ? url : url.substring(0, host) + url.substring(user + 1));
    }

    private static long positive(Map<String, String> environment, String name, long most, long otherwise) {
        String text = environment.get(name);
        try {
            long value = text == null ? 0 : Long.parseLong(text.strip());
            return value > 0 ? Math.min(value, most) : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
