// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import org.jspecify.annotations.Nullable;

/**
 * The agent's options: their keys, defaults and what a value may be.
 *
 * <p>A value comes from the agent's argument, else from the system property {@code addrscope.KEY}, else from the
 * environment variable {@code ADDRSCOPE_KEY} (upper case, dots as underscores), else it is the default.
 */
enum OptionKey {
    CRASH("crash", "on", "on|off", false),
    CRASH_DIR("crash.dir", "", OptionKey.ANY, false),
    CRASH_PTRACER("crash.ptracer", "auto", "auto|on|off", false),
    SOURCE("source", "auto", "auto|ioctl|text", false),
    HOOKS("hooks", "on", "on|off", true),
    JMX("jmx", "off", "on|off", true),
    MEMORY("memory", "32m", OptionKey.SIZE, false),
    DEBUG_DIRS("debug.dirs", "", OptionKey.DIRECTORIES, false),
    INCLUDE("include", "", OptionKey.ANY, false),
    EXCLUDE("exclude", "", OptionKey.ANY, false),
    DEBUGINFOD("debuginfod", "", OptionKey.ANY, false),
    LOG("log", "error", "off|error|info|debug", true);

    private static final String ANY = "any text";
    private static final String DIRECTORIES = "absolute paths, with ; between them";
    private static final String SIZE = "bytes, or a number with k, m or g";

    /** Below this nothing useful can be kept; above, it is not a cap any more. In bytes. */
    private static final long SMALLEST_MEMORY = 1L << 20;

    private static final long LARGEST_MEMORY = 1L << 40;

    /** As the user writes it. */
    final String key;

    private final String fallback;
    private final String syntax;

    /** Whether a second attach may change it. */
    final boolean changeable;

    OptionKey(String key, String fallback, String syntax, boolean changeable) {
        this.key = key;
        this.fallback = fallback;
        this.syntax = syntax;
        this.changeable = changeable;
    }

    /** The value where nobody gave one; an attached agent leaves crashes to whoever had arranged for them. */
    String fallback(boolean attached) {
        return this == CRASH && attached ? "off" : fallback;
    }

    /** What may be written, for people. */
    String syntax() {
        return syntax;
    }

    String property() {
        return "addrscope." + key;
    }

    String variable() {
        StringBuilder name = new StringBuilder("ADDRSCOPE_");
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            name.append(c == '.' ? '_' : (char) (c - 'a' + 'A'));
        }
        return name.toString();
    }

    /** Whether its values are numbers of bytes, for {@link #bytes} to read. */
    boolean isSize() {
        return syntax.equals(SIZE);
    }

    boolean accepts(String value) {
        if (syntax.equals(ANY)) {
            return true;
        }
        if (syntax.equals(DIRECTORIES)) {
            return areDirectories(value);
        }
        if (isSize()) {
            long bytes = bytes(value);
            return bytes >= SMALLEST_MEMORY && bytes <= LARGEST_MEMORY;
        }
        return !value.isEmpty() && value.indexOf('|') < 0 && ("|" + syntax + "|").contains("|" + value + "|");
    }

    /** As the library splits them: blanks around a path do not count, nor do empty ones. */
    private static boolean areDirectories(String list) {
        int from = 0;
        while (from <= list.length()) {
            int end = list.indexOf(';', from);
            end = end < 0 ? list.length() : end;
            String path = list.substring(from, end).strip();
            if (!path.isEmpty() && path.charAt(0) != '/') {
                return false;
            }
            from = end + 1;
        }
        return true;
    }

    /** Returns the number of bytes that {@code size} stands for, or -1 if it is no size. */
    static long bytes(String size) {
        int digits = 0;
        while (digits < size.length() && size.charAt(digits) >= '0' && size.charAt(digits) <= '9') {
            digits++;
        }
        // 12 digits of gigabytes still fit a long.
        if (digits == 0 || digits > 12 || size.length() > digits + 1) {
            return -1;
        }
        long number = Long.parseLong(size.substring(0, digits));
        if (digits == size.length()) {
            return number;
        }
        return switch (size.charAt(digits)) {
            case 'k', 'K' -> number << 10;
            case 'm', 'M' -> number << 20;
            case 'g', 'G' -> number << 30;
            default -> -1;
        };
    }

    static @Nullable OptionKey of(String key) {
        for (OptionKey option : values()) {
            if (option.key.equals(key)) {
                return option;
            }
        }
        return null;
    }

    /** The key that {@code typed} most likely meant. */
    static OptionKey nearest(String typed) {
        OptionKey best = CRASH;
        int least = Integer.MAX_VALUE;
        for (OptionKey option : values()) {
            int distance = distance(typed, option.key);
            if (distance < least) {
                least = distance;
                best = option;
            }
        }
        return best;
    }

    /** Edits (insert, delete, replace, swap of neighbours) that turn one word into the other; long words are cut. */
    private static int distance(String typed, String key) {
        String a = typed.length() > 64 ? typed.substring(0, 64) : typed;
        int[] beforeLast = new int[key.length() + 1];
        int[] last = new int[key.length() + 1];
        for (int j = 0; j <= key.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[key.length() + 1];
            row[0] = i;
            for (int j = 1; j <= key.length(); j++) {
                int replaced = last[j - 1] + (Character.toLowerCase(a.charAt(i - 1)) == key.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == key.charAt(j - 2) && a.charAt(i - 2) == key.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[key.length()];
    }
}
