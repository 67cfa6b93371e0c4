// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

import java.util.Locale;

/** Where an answer comes from. */
public enum ObtainedBy {
    /** The kernel's {@code PROCMAP_QUERY}: one mapping, exact. */
    IOCTL,
    /** The text of {@code /proc/PID/maps}. */
    TEXT,
    /** The mappings that a crash report lists. */
    REPORT,
    /** The segments of a core file. */
    CORE,
    /** An ELF file, without any process: the address is the file's own. */
    FILE;

    /** Returns the word that output uses, such as {@code ioctl}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
