// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.util.List;

/**
 * One line of the table.
 *
 * @param what what was measured
 * @param floor what it is compared with
 * @param cells what was found, one for each JDK
 * @param target what is to be reached; may be empty
 */
record Row(String what, String floor, List<String> cells, String target) {

    static String time(double nanos) {
        if (nanos < 10_000) {
            return String.format("%.0f ns", nanos);
        }
        return nanos < 10_000_000 ? String.format("%.1f µs", nanos / 1e3) : String.format("%.1f ms", nanos / 1e6);
    }

    static String bytes(double bytes) {
        if (bytes < 10_000) {
            return String.format("%.0f B", bytes);
        }
        return bytes < 10_000_000 ? String.format("%.0f KiB", bytes / 1024) : mebibytes(bytes / 1024);
    }

    static String mebibytes(double kibibytes) {
        return String.format("%.1f MiB", kibibytes / 1024);
    }

    String markdown() {
        return "| " + what + " | " + floor + " | " + String.join(" | ", cells) + " | " + target + " |";
    }
}
