// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import org.jspecify.annotations.Nullable;

/**
 * System and processor that the VM was built for, as its version names them: {@code linux-amd64}.
 *
 * @param family the operating system
 * @param processor HotSpot's name of the processor; null if it is unknown
 */
public record Platform(Family family, @Nullable String processor) {

    /** An operating system. */
    public enum Family {
        /** Linux. */
        LINUX,
        /** Windows. */
        WINDOWS,
        /** macOS and other BSDs. */
        BSD,
        /** Solaris. */
        SOLARIS,
        /** AIX. */
        AIX,
        /** The report does not say. */
        UNKNOWN
    }

    private static final Platform UNKNOWN = new Platform(Family.UNKNOWN, null);
    private static final int MAX_NAME = 16;

    /** Finds the platform in the line of the VM's version, the last word of which it is but for {@code compressed oops}. */
    static Platform of(@Nullable Text vm) {
        if (vm == null) {
            return UNKNOWN;
        }
        String text = vm.text();
        for (Family family : Family.values()) {
            for (String name : names(family)) {
                int found = text.lastIndexOf(name);
                if (found >= 0) {
                    return new Platform(family, processor(text, found + name.length()));
                }
            }
        }
        return UNKNOWN;
    }

    private static String[] names(Family family) {
        return switch (family) {
            case LINUX -> new String[] {"linux-"};
            case WINDOWS -> new String[] {"windows-"};
            case BSD -> new String[] {"bsd-", "macosx-"};
            case SOLARIS -> new String[] {"solaris-"};
            case AIX -> new String[] {"aix-"};
            case UNKNOWN -> new String[0];
        };
    }

    private static @Nullable String processor(String text, int start) {
        int end = start;
        while (end < text.length() && end - start < MAX_NAME && isName(text.charAt(end))) {
            end++;
        }
        return end == start ? null : text.substring(start, end);
    }

    private static boolean isName(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }

    /** Returns whether a word's first byte is its highest. */
    public boolean isBigEndian() {
        return "ppc64".equals(processor)
                || "s390x".equals(processor)
                || "sparc".equals(processor)
                || "sparcv9".equals(processor)
                || "ppc".equals(processor);
    }
}
