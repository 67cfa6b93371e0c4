// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

/** Reads the lines of some kinds of sections. For one thread, and for one report. */
interface SectionReader {

    /**
     * Reads a line.
     *
     * @param kind the section that it is in
     * @param line the line, without decoration and error messages; valid during this call only
     * @param isFirst whether it is one by which the section is known
     */
    void read(SectionKind kind, Line line, boolean isFirst);

    /** Is told that an error message ended the section's line, or stands between its lines. */
    default void interrupted() {}
}
