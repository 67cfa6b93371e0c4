// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import io.addrscope.model.Frame;
import io.addrscope.model.Location;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes locations with other paths of source files than the debug information has: those of where the sources lie now, or the
 * names of the files alone.
 */
public final class SourcePaths implements LocationFormat {

    /** What separates rules in an option. */
    private static final char SEPARATOR = ';';

    private final LocationFormat format;
    private final List<Rule> rules;
    private final boolean basenames;

    /**
     * @param format writes each location
     * @param rules the first that fits a path changes it
     * @param basenames whether only what follows the last slash is written
     */
    public SourcePaths(LocationFormat format, List<Rule> rules, boolean basenames) {
        this.format = format;
        this.rules = List.copyOf(rules);
        this.basenames = basenames;
    }

    /**
     * Puts one directory in the place of another.
     *
     * @param from beginning of a path, up to a slash or the whole of it
     * @param to what comes in its place
     */
    public record Rule(String from, String to) {

        private boolean fits(String path) {
            return path.startsWith(from)
                    && (path.length() == from.length() || from.endsWith("/") || path.charAt(from.length()) == '/');
        }
    }

    /**
     * Reads rules that are separated by {@code ;}, each {@code FROM=TO}.
     *
     * @throws IllegalArgumentException if one of them has no {@code =}, or nothing before it; the message says which
     */
    public static List<Rule> parse(String text) {
        List<Rule> rules = new ArrayList<>();
        int from = 0;
        while (from <= text.length()) {
            int end = text.indexOf(SEPARATOR, from);
            end = end < 0 ? text.length() : end;
            String rule = text.substring(from, end);
            int equals = rule.indexOf('=');
            if (equals > 0) {
                rules.add(new Rule(rule.substring(0, equals), rule.substring(equals + 1)));
            } else if (!rule.isEmpty()) {
                throw new IllegalArgumentException("not FROM=TO: \"" + rule + "\"");
            }
            from = end + 1;
        }
        return rules;
    }

    @Override
    public void append(StringBuilder out, Location location) {
        if (location.frames().isEmpty()) {
            format.append(out, location);
            return;
        }
        List<Frame> frames = new ArrayList<>(location.frames().size());
        for (Frame frame : location.frames()) {
            frames.add(frame.file() == null ? frame : frame.withFile(path(frame.file())));
        }
        format.append(out, location.withFrames(frames));
    }

    private String path(String recorded) {
        String path = recorded;
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.fits(recorded)) {
                path = rule.to() + recorded.substring(rule.from().length());
                break;
            }
        }
        return basenames ? path.substring(path.lastIndexOf('/') + 1) : path;
    }
}
