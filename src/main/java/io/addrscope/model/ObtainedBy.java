// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

import java.util.Locale;

/** Where an answer about mappings comes from. */
public enum ObtainedBy {
    /** The kernel's {@code PROCMAP_QUERY}: one mapping, exact. */
    IOCTL,
    /** The text of {@code /proc/PID/maps}. */
    TEXT,
    /** The mappings that a crash report lists. */
    REPORT,
    /** The segments of a core file. */
    CORE;

    /** Returns the word that output uses, such as {@code ioctl}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
