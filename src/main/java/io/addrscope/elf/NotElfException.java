// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

/** Thrown when bytes are no ELF image at all: they do not begin with the magic number. */
public final class NotElfException extends ElfFormatException {

    private static final long serialVersionUID = 1L;

    /**
     * No ELF image.
     *
     * @param source what the bytes come from: a path, or whose memory
     * @param position file offset or address where an image was expected, unsigned
     * @param fault what was found instead
     */
    public NotElfException(String source, long position, String fault) {
        super(source, position, fault);
    }
}
