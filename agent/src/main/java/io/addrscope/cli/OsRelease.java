// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.linux.FileUnavailableException;
import io.addrscope.linux.OpenFile;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.model.MappingName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A file of {@code KEY=VALUE} lines with values in quotes, such as {@code /etc/os-release} (os-release(5)) and the
 * {@code release} of a JDK. Immutable.
 */
final class OsRelease {

    /** Most bytes that are read; a JDK's has a few thousand. */
    private static final int MAX_BYTES = 64 << 10;

    private final Map<String, String> values;

    private OsRelease(Map<String, String> values) {
        this.values = values;
    }

    /** Reads the description of the system that a process lives in; one that cannot be read says nothing. */
    static OsRelease ofSystem(ProcessFiles files) {
        OsRelease etc = read(files, files.nameInProcess("/etc/os-release".getBytes(StandardCharsets.US_ASCII)));
        return etc.isEmpty()
                ? read(files, files.nameInProcess("/usr/lib/os-release".getBytes(StandardCharsets.US_ASCII)))
                : etc;
    }

    /** Reads a file; one that cannot be read says nothing. */
    static OsRelease read(ProcessFiles files, MappingName path) {
        Map<String, String> values = new HashMap<>();
        try (OpenFile file = files.open(path)) {
            byte[] bytes = new byte[(int) Math.min(MAX_BYTES, file.identity().size())];
            int count = file.bytes().read(0, bytes, 0, bytes.length);
            String text = new String(bytes, 0, Math.max(0, count), StandardCharsets.UTF_8);
            for (String line : text.split("\n", -1)) {
                int equals = line.indexOf('=');
                if (equals > 0 && line.charAt(0) != '#') {
                    values.put(
                            line.substring(0, equals).strip(),
                            unquote(line.substring(equals + 1).strip()));
                }
            }
        } catch (FileUnavailableException e) {
            // Not there, mostly.
        } catch (IOException e) {
            values.clear();
        }
        return new OsRelease(values);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** Returns the value of a key; empty if there is none. */
    String get(String key) {
        return values.getOrDefault(key, "");
    }

    /** Returns whether the system is, or is made after, the one of an ID. */
    boolean isLike(String id) {
        return get("ID").equals(id) || (" " + get("ID_LIKE") + " ").contains(" " + id + " ");
    }

    private static String unquote(String value) {
        int last = value.length() - 1;
        boolean quoted = last > 0
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(last) == value.charAt(0);
        return quoted ? value.substring(1, last) : value;
    }
}
