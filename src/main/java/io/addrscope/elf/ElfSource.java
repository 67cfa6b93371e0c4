// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import io.addrscope.model.Address;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A byte source whose short reads are faults: every read is checked against its size before memory is taken for it. */
final class ElfSource {

    private final ByteSource source;

    ElfSource(ByteSource source) {
        this.source = source;
    }

    /**
     * Reads exactly {@code length} bytes.
     *
     * @param position file offset or address of the first byte, unsigned
     * @param length how many; the caller has bounded it
     * @param order byte order of the buffer that is returned
     * @param what what the bytes are, for the message
     * @throws ElfFormatException if the source ends before
     */
    ByteBuffer read(long position, int length, ByteOrder order, String what) throws IOException {
        ByteBuffer bytes = readUpTo(position, length, order);
        if (bytes.remaining() < length) {
            throw fault(position, what + " (" + length + " bytes) is cut off after " + bytes.remaining() + " bytes");
        }
        return bytes;
    }

    /** As {@link #read}, but gives what there is, perhaps nothing, where the source ends before. */
    ByteBuffer readUpTo(long position, int length, ByteOrder order) throws IOException {
        long available = available(position);
        int wanted = Address.isBelow(available, length) ? (int) available : length;
        byte[] bytes = new byte[wanted];
        int count = wanted == 0 ? 0 : source.read(position, bytes, 0, wanted);
        return ByteBuffer.wrap(bytes, 0, Math.max(0, count)).slice().order(order);
    }

    /** Bytes from {@code position} to the end: of the file, or of the address space (less its last byte). */
    private long available(long position) throws IOException {
        long size = source.size();
        if (size == Long.MAX_VALUE) {
            return ~position;
        }
        return Address.isBelow(position, size) ? size - position : 0;
    }

    ElfFormatException fault(long position, String fault) {
        return new ElfFormatException(source.name(), position, fault);
    }

    NotElfException notElf(long position, String fault) {
        return new NotElfException(source.name(), position, fault);
    }
}
