// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report is made of, and what is wrong with it.
 *
 * @param sections all of it, in the order in which they stand
 * @param missing sections that every complete report of its kind has and this one has not
 * @param errors errors during the reporting
 * @param ending how the report ends
 * @param cuts limits that were reached
 * @param size bytes of the input
 * @param otherReportAt where another report begins, which was not read; negative if there is none
 */
public record Structure(
        List<Section> sections,
        List<SectionKind> missing,
        List<SecondaryError> errors,
        Ending ending,
        List<Cut> cuts,
        long size,
        long otherReportAt) {

    /** How a report ends. */
    public enum Ending {
        /** With the mark of the end. */
        END_MARK,
        /** With the elapsed time, as those of JDK 8. */
        ELAPSED_TIME,
        /** HotSpot gave up after too many errors, or too long a time. */
        GIVEN_UP,
        /** In the middle: HotSpot, the disk, or somebody cut it. */
        CUT
    }

    /** Returns the first section of a kind; null if there is none. */
    public @Nullable Section first(SectionKind kind) {
        for (Section section : sections) {
            if (section.kind() == kind) {
                return section;
            }
        }
        return null;
    }
}
