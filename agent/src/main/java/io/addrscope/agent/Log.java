// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * The agent's few lines, on the standard error stream of the process.
 *
 * <p>They go to the file descriptor and not to {@code System.err}, which belongs to the application: it may be a logger
 * by now. One line is one write, so lines of several threads do not mix. Safe for all threads.
 */
final class Log {

    static final int OFF = 0;
    static final int ERROR = 1;
    static final int INFO = 2;
    static final int DEBUG = 3;

    private static final String PREFIX = "addrscope: ";

    private static volatile int level = ERROR;

    private Log() {}

    /** The log for the inner part, which does not share this class: takes the name of a level, and a line. */
    static final class Lines implements BiConsumer<String, String> {

        @Override
        public void accept(String of, String message) {
            write(level(of), message);
        }
    }

    /** Sets the level by the name that the option {@code log} has for it. */
    static void setLevel(String name) {
        level = level(name);
    }

    private static int level(String name) {
        return switch (name) {
            case "off" -> OFF;
            case "info" -> INFO;
            case "debug" -> DEBUG;
            default -> ERROR;
        };
    }

    /** Whether {@link #debug} writes: for messages that cost something to make. */
    static boolean isDebug() {
        return level >= DEBUG;
    }

    static void error(String message) {
        write(ERROR, message);
    }

    static void info(String message) {
        write(INFO, message);
    }

    static void debug(String message) {
        write(DEBUG, message);
    }

    /** One line of what went wrong; where, only for those who debug. */
    static void failure(String what, Throwable cause) {
        error(what + ": " + describe(cause));
        if (isDebug()) {
            for (StackTraceElement element : cause.getStackTrace()) {
                debug("    at " + element);
            }
        }
    }

    /** The cause of all causes, in one line. */
    static String describe(Throwable cause) {
        Throwable root = cause;
        // A bound, since nothing stops a chain of causes from being a circle.
        for (int depth = 0; depth < 10; depth++) {
            Throwable next = root.getCause();
            if (next == null) {
                break;
            }
            root = next;
        }
        return root.toString();
    }

    private static void write(int of, String message) {
        if (of > level) {
            return;
        }
        String line = PREFIX + message.replace('\n', ' ').replace('\r', ' ') + "\n";
        try {
            // Not closed: that would close the application's standard error with it.
            @SuppressWarnings("resource")
            FileOutputStream stderr = new FileOutputStream(FileDescriptor.err);
            stderr.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException e) {
            // A security manager may keep us from the descriptor.
            System.err.print(line);
        }
    }
}
