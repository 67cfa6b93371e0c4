// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.model.Address;
import java.io.IOException;

/** Thrown when debug information cannot be understood; the message names the file, the section, the offset and the fault. */
public final class DwarfFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String section;
    private final long offset;
    private final String fault;
    private final boolean cutOff;

    /**
     * A section with a fault.
     *
     * @param section file and name of the section
     * @param offset of the offending bytes in the section, decompressed
     * @param fault what is wrong there
     */
    public DwarfFormatException(String section, long offset, String fault) {
        this(section, offset, fault, false);
    }

    private DwarfFormatException(String section, long offset, String fault, boolean cutOff) {
        super(section + " at " + Address.format(offset) + ": " + fault);
        this.section = section;
        this.offset = offset;
        this.fault = fault;
        this.cutOff = cutOff;
    }

    /** Of bytes that end too early, if they were all of them. */
    static DwarfFormatException cutOff(String section, long offset) {
        return new DwarfFormatException(section, offset, "cut off", true);
    }

    /** Returns whether more bytes might help. */
    boolean isCutOff() {
        return cutOff;
    }

    /** Returns file and name of the section. */
    public String section() {
        return section;
    }

    /** Returns the offset of the offending bytes in the section, decompressed. */
    public long offset() {
        return offset;
    }

    /** Returns what is wrong. */
    public String fault() {
        return fault;
    }
}
