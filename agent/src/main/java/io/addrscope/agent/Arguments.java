// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one {@code -javaagent} or one attach asks for: the agent's argument, taken apart.
 *
 * <p>Nothing in it is fatal. What cannot be understood becomes a problem, one line for the user each, and counts as not
 * given.
 */
final class Arguments {

    /** Not an option of the user's: how the command line says which version of the jar it attaches. */
    private static final String VERSION = "version";

    final Map<OptionKey, String> given = new EnumMap<>(OptionKey.class);
    final List<String> problems = new ArrayList<>();
    private @Nullable String version;

    private Arguments() {}

    static Arguments parse(@Nullable String text) {
        Arguments arguments = new Arguments();
        int start = 0;
        while (text != null && start < text.length()) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            String pair = text.substring(start, end).strip();
            if (!pair.isEmpty()) {
                arguments.addPair(pair);
            }
            start = end + 1;
        }
        return arguments;
    }

    /** The version of the jar that is being attached, if whoever attaches it said so. */
    @Nullable
    String version() {
        return version;
    }

    private void addPair(String pair) {
        int equals = pair.indexOf('=');
        String key = equals < 0 ? pair : pair.substring(0, equals).strip();
        String value = equals < 0 ? "" : pair.substring(equals + 1).strip();
        OptionKey option = OptionKey.of(key);
        if (key.equals(VERSION)) {
            version = value;
        } else if (option == null) {
            problems.add("unknown option '" + key + "'; the nearest one is '" + OptionKey.nearest(key).key + "'");
        } else if (equals < 0) {
            problems.add("option '" + key + "' has no value; write " + key + "=VALUE (" + option.syntax() + ")");
        } else if (!option.accepts(value)) {
            problems.add(badValue("option '" + key + "'", value, option));
        } else {
            given.put(option, value);
        }
    }

    static String badValue(String where, String value, OptionKey option) {
        return where + " cannot be '" + value + "' (" + option.syntax() + "); it is ignored";
    }
}
