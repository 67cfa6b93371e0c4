// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The options in force: every key has a valid value. Not safe for several threads at once. */
final class Options {

    private final Map<OptionKey, String> values = new EnumMap<>(OptionKey.class);

    private Options() {}

    /**
     * Settles every option: from the argument, else the system property, else the environment, else the default.
     *
     * @param attached whether the agent came by attach, which has other defaults
     * @param problems takes one line for each value that cannot be used
     */
    static Options settle(Map<OptionKey, String> given, boolean attached, List<String> problems) {
        Options options = new Options();
        for (OptionKey option : OptionKey.values()) {
            String value = given.get(option);
            if (value == null) {
                value = accepted(
                        option,
                        "system property " + option.property(),
                        System.getProperty(option.property()),
                        problems);
            }
            if (value == null) {
                value = accepted(
                        option,
                        "environment variable " + option.variable(),
                        System.getenv(option.variable()),
                        problems);
            }
            options.values.put(option, value == null ? option.fallback(attached) : value);
        }
        return options;
    }

    private static @Nullable String accepted(
            OptionKey option, String where, @Nullable String value, List<String> problems) {
        if (value == null || option.accepts(value)) {
            return value;
        }
        problems.add(Arguments.badValue(where, value, option));
        return null;
    }

    String get(OptionKey option) {
        return values.getOrDefault(option, "");
    }

    boolean isOn(OptionKey option) {
        return get(option).equals("on");
    }

    void change(OptionKey option, String value) {
        values.put(option, value);
    }

    /** For people who debug: the values by their keys. */
    Map<String, String> byKey() {
        Map<String, String> map = new TreeMap<>();
        for (Map.Entry<OptionKey, String> entry : values.entrySet()) {
            map.put(entry.getKey().key, entry.getValue());
        }
        return map;
    }
}
