// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is known of the terminal without asking it, which would take native code. */
final class Terminal {

    static final int IN = 0;
    static final int OUT = 1;
    static final int STANDARD_COLUMNS = 80;

    /** The choices of {@code --color}. */
    static final Option COLOR =
            Option.choice("--color", "auto|always|never", "colors; auto: on a terminal, unless NO_COLOR is set");

    private Terminal() {}

    /** Returns whether a file descriptor of this process is a terminal, as the name of what it is open on tells. */
    static boolean isTerminal(int descriptor) {
        String target = target(descriptor);
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
    }

    /** Returns whether a file descriptor of this process leads to another process that may go away. */
    static boolean isPipe(int descriptor) {
        String target = target(descriptor);
        return target.startsWith("pipe:") || target.startsWith("socket:");
    }

    private static String target(int descriptor) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns the width that {@code COLUMNS} gives, else {@code otherwise}. */
    static int columns(int otherwise) {
        String columns = System.getenv("COLUMNS");
        if (columns == null) {
            return otherwise;
        }
        try {
            int count = Integer.parseInt(columns.strip());
            return count > 0 ? count : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** Returns whether to use colors, by the choice of {@code --color} (no-color.org for the variable). */
    static boolean wantsColor(String choice) {
        if (!choice.equals("auto")) {
            return choice.equals("always");
        }
        String noColor = System.getenv("NO_COLOR");
        return (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM")) && isTerminal(OUT);
    }
}
