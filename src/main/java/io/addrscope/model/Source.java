// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

/** Which way to ask for mappings. */
public enum Source {
    /** The kernel's query where it works, else the text. */
    AUTO,
    /** Only the kernel's {@code PROCMAP_QUERY}; an error where it does not work. */
    IOCTL,
    /** Only the text of {@code /proc/PID/maps}, in pure Java. */
    TEXT
}
