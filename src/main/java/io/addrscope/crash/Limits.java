// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

/**
 * How much is kept of a report, however long it is: some 200 MiB for one that reaches every limit, of which a report that
 * HotSpot wrote takes a few. A limit that was reached is in {@link Structure#cuts}.
 */
public final class Limits {

    /** Bytes of one line that are looked at; the rest of a longer line is passed over. */
    public static final int LINE_BYTES = 32 * 1024;

    /** Bytes of one {@link Text}. */
    public static final int TEXT_BYTES = 8 * 1024;

    /** Mappings of the mapping section, at some 70 bytes each. */
    public static final int MAPPINGS = 1 << 20;

    /** Bytes of the names of mappings; neighbours with the same name share it. */
    public static final int MAPPING_NAME_BYTES = 32 << 20;

    /** Libraries that are told apart in a mapping section, or are listed in that of another system. */
    public static final int LIBRARIES = 1 << 14;

    /** Bytes of the lines of each list that is read when it is asked for: threads, regions of the heap, events. */
    public static final int LIST_BYTES = 8 << 20;

    /** Lines of each such list. */
    public static final int LIST_LINES = 1 << 16;

    /** Frames of one printing of a stack; HotSpot stops at 100 native ones. */
    public static final int FRAMES = 2048;

    /** Printings of a stack: native, again after an error, Java, of the thread that was worked on. */
    public static final int STACKS = 16;

    /** Registers, and descriptions of what registers and stack slots hold. */
    public static final int REGISTERS = 1024;

    /** Lines of one dump of memory. */
    public static final int DUMP_LINES = 1024;

    /** Areas of memory that the report names. */
    public static final int LANDMARKS = 4096;

    /** Sections. */
    public static final int SECTIONS = 1024;

    /** Errors during the reporting; HotSpot gives up after 30. */
    public static final int SECONDARY_ERRORS = 256;

    /** Lines that are kept of a message, of the memory or container information, of owned locks. */
    public static final int LINES = 256;

    private Limits() {}
}
