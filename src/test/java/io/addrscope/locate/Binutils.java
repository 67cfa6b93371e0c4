// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.testing.Toolchain;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code readelf} says of a file. */
final class Binutils {

    private static final Pattern BUILD_ID = Pattern.compile("Build ID: ([0-9a-f]+)");

    /** Number, value, size, type, binding, visibility, section, name. */
    private static final Pattern SYMBOL =
            Pattern.compile("^ *\\d+: ([0-9a-f]{16}) .* (\\w+)(?:@.*)?$", Pattern.MULTILINE);

    /** Number, value, size, type, binding, visibility, section, name. */
    private static final Pattern DEFINED = Pattern.compile(
            "^ *\\d+: ([0-9a-f]+) +(0x[0-9a-f]+|\\d+) (FUNC|OBJECT) +\\w+ +\\w+ +(?:\\[[^]]*] +)?\\d+"
                    + " (\\S+?)(?:@\\S*)?$",
            Pattern.MULTILINE);

    /**
     * A function or variable that a file defines.
     *
     * @param name its name, without a version
     * @param value {@code st_value}
     * @param size {@code st_size}
     */
    record Defined(String name, long value, long size) {

        boolean holds(long elfAddress) {
            return Long.compareUnsigned(elfAddress - value, size) < 0;
        }
    }

    private Binutils() {}

    /** The functions and variables that a file defines and whose size it tells, each once. */
    static List<Defined> defined(Path file) {
        Set<Defined> found = new LinkedHashSet<>();
        Matcher matcher = DEFINED.matcher(Toolchain.run("readelf", "-sW", file.toString()));
        while (matcher.find()) {
            long size = Long.decode(matcher.group(2));
            if (size > 0) {
                found.add(new Defined(matcher.group(4), Long.parseUnsignedLong(matcher.group(1), 16), size));
            }
        }
        return List.copyOf(found);
    }

    /** The build ID in hexadecimal digits; null if there is none. */
    static @Nullable String buildId(Path file) {
        Matcher matcher = BUILD_ID.matcher(Toolchain.run("readelf", "-nW", file.toString()));
        return matcher.find() ? matcher.group(1) : null;
    }

    /** {@code st_value} by name. */
    static Map<String, Long> symbols(Path file) {
        Map<String, Long> values = new HashMap<>();
        Matcher matcher = SYMBOL.matcher(Toolchain.run("readelf", "-sW", file.toString()));
        while (matcher.find()) {
            values.put(matcher.group(2), Long.parseUnsignedLong(matcher.group(1), 16));
        }
        return values;
    }

    /** {@code st_value} of one symbol. */
    static long symbol(Path file, String name) {
        Long value = symbols(file).get(name);
        if (value == null) {
            throw new AssertionError("no symbol " + name + " in " + file);
        }
        return value;
    }
}
