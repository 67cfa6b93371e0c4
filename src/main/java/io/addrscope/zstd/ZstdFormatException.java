// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

import java.io.IOException;

/** Thrown when bytes are no Zstandard frames that can be decoded; the message names the position and the fault. */
public final class ZstdFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    private final long position;
    private final String fault;

    /**
     * Compressed data with a fault.
     *
     * @param position how many bytes of compressed data lie before the offending ones
     * @param fault what is wrong there
     */
    public ZstdFormatException(long position, String fault) {
        super("byte " + position + " of the compressed data: " + fault);
        this.position = position;
        this.fault = fault;
    }

    /** Returns how many bytes of compressed data lie before the offending ones. */
    public long position() {
        return position;
    }

    /** Returns what is wrong. */
    public String fault() {
        return fault;
    }
}
