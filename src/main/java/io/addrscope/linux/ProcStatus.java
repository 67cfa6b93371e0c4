// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The lines of {@code /proc/PID/status}: a word, a colon, and values (proc_pid_status(5)). */
public final class ProcStatus {

    private final String path;
    private final List<String> lines;

    private ProcStatus(String path, List<String> lines) {
        this.path = path;
        this.lines = lines;
    }

    /**
     * Reads the status of a process.
     *
     * @param process a pid, or {@code self}
     * @throws IOException if it cannot be read
     */
    public static ProcStatus of(String process) throws IOException {
        String path = "/proc/" + process + "/status";
        return new ProcStatus(path, Files.readAllLines(Path.of(path), StandardCharsets.ISO_8859_1));
    }

    /**
     * Returns a value of a line.
     *
     * @param key the word before the colon
     * @param index which value, from 0
     * @throws IOException if there is none
     */
    public String word(String key, int index) throws IOException {
        String[] words = words(key);
        if (index >= words.length) {
            throw new IOException(path + " has too few values in line " + key);
        }
        return words[index];
    }

    /**
     * Returns the last value of a line.
     *
     * @throws IOException if there is no such line
     */
    public String lastWord(String key) throws IOException {
        String[] words = words(key);
        return words[words.length - 1];
    }

    private String[] words(String key) throws IOException {
        for (String line : lines) {
            if (line.startsWith(key) && line.startsWith(":", key.length())) {
                return line.substring(key.length() + 1).strip().split("\\s+", -1);
            }
        }
        throw new IOException(path + " has no line " + key);
    }
}
