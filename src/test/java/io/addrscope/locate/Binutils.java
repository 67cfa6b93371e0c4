// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.testing.Toolchain;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code readelf} says of a file. */
final class Binutils {

    private static final Pattern BUILD_ID = Pattern.compile("Build ID: ([0-9a-f]+)");

    /** Number, value, size, type, binding, visibility, section, name. */
    private static final Pattern SYMBOL =
            Pattern.compile("^ *\\d+: ([0-9a-f]{16}) .* (\\w+)(?:@.*)?$", Pattern.MULTILINE);

    private Binutils() {}

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
