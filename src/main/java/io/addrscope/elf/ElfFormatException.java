// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.model.Address;
import java.io.IOException;

/** Thrown when bytes are no ELF image that can be understood; the message names the source, the position and the fault. */
public class ElfFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String source;
    private final long position;
    private final String fault;

    /**
     * An image with a fault.
     *
     * @param source what the bytes come from: a path, or whose memory
     * @param position file offset or address of the offending bytes, unsigned
     * @param fault what is wrong there
     */
    public ElfFormatException(String source, long position, String fault) {
        super(source + " at " + Address.format(position) + ": " + fault);
        this.source = source;
        this.position = position;
        this.fault = fault;
    }

    /** Returns what the bytes come from. */
    public String source() {
        return source;
    }

    /** Returns the file offset or address of the offending bytes, unsigned. */
    public long position() {
        return position;
    }

    /** Returns what is wrong. */
    public String fault() {
        return fault;
    }
}
