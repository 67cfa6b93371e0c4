// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was typed after a command's name, taken apart: options in any order and operands between them.
 *
 * <p>An option's argument follows it or is joined to it by {@code =}; {@code --} ends the options. A dash and a digit is
 * an operand, so that a negative number reaches whoever can say what is wrong with it. Given twice, the last one counts.
 */
final class ParsedLine {

    private static final int LARGEST_TYPO = 3;

    private final Map<String, String> values = new HashMap<>();
    private final List<String> operands = new ArrayList<>();

    private ParsedLine() {}

    /**
     * Takes a line apart.
     *
     * @param from index in {@code tokens} of the first token after the command's name
     * @throws UsageException if an option is unknown, lacks its argument, or has one that it does not take
     */
    static ParsedLine parse(CommandSpec spec, String[] tokens, int from) {
        ParsedLine line = new ParsedLine();
        int i = from;
        while (i < tokens.length) {
            String token = tokens[i++];
            if (token.equals("--")) {
                while (i < tokens.length) {
                    line.operands.add(tokens[i++]);
                }
            } else if (!looksLikeOption(token)) {
                line.operands.add(token);
            } else {
                int equals = token.indexOf('=');
                String name = equals < 0 ? token : token.substring(0, equals);
                Option option = spec.option(name);
                if (option == null) {
                    throw unknown(spec, name);
                }
                String value = equals < 0 ? null : token.substring(equals + 1);
                if (option.takesArgument() && value == null) {
                    if (i == tokens.length) {
                        throw new UsageException(name + " needs an argument: " + option.syntax());
                    }
                    value = tokens[i++];
                }
                line.put(option, value);
            }
        }
        return line;
    }

    /** Returns whether the option was given. */
    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Returns the option's argument, or null if it was not given. */
    @Nullable
    String value(String name) {
        return values.get(name);
    }

    /** Returns the option's argument, or {@code ifAbsent} if it was not given. */
    String value(String name, String ifAbsent) {
        String value = values.get(name);
        return value == null ? ifAbsent : value;
    }

    /** Returns what is no option, in the order typed. */
    List<String> operands() {
        return operands;
    }

    private void put(Option option, @Nullable String value) {
        if (value == null) {
            values.put(option.name(), "");
        } else if (!option.takesArgument()) {
            throw new UsageException(option.name() + " takes no argument");
        } else if (!option.accepts(value)) {
            throw new UsageException(option.name() + " cannot be \"" + value + "\"; write one of " + option.choices());
        } else {
            values.put(option.name(), value);
        }
    }

    private static boolean looksLikeOption(String token) {
        return token.length() > 1 && token.charAt(0) == '-' && !(token.charAt(1) >= '0' && token.charAt(1) <= '9');
    }

    private static UsageException unknown(CommandSpec spec, String typed) {
        List<String> names = new ArrayList<>();
        for (Option option : spec.options()) {
            names.add(option.name());
        }
        String nearest = nearest(typed, names);
        return new UsageException(
                "unknown option \"" + typed + "\"" + (nearest == null ? "" : "; did you mean " + nearest + "?"));
    }

    /** Returns the name that differs least from what was typed, or null if none is near. */
    static @Nullable String nearest(String typed, List<String> names) {
        String best = null;
        int least = Math.min(LARGEST_TYPO, typed.length() / 2) + 1;
        for (String name : names) {
            boolean isBeginning = typed.length() > 2 && name.startsWith(typed);
            int distance = isBeginning ? 0 : distance(typed, name);
            if (distance < least) {
                least = distance;
                best = name;
            }
        }
        return best;
    }

    /** Levenshtein's distance; whoever types much more than a name has meant something else. */
    private static int distance(String a, String b) {
        if (a.length() > b.length() + LARGEST_TYPO) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
