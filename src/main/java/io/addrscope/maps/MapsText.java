// SPDX-License-Identifier: Apache-2.0
package io.addrscope.maps;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads the text of {@code /proc/PID/maps}, whose lines are {@link MapsLineParser}'s. */
final class MapsText {

    private static final int FIRST_BUFFER_BYTES = 64 * 1024;

    /** The kernel hands out a page at a time, so asking for more gains nothing. */
    private static final int READ_BYTES = 8192;

    /** Far more than any path that a kernel will print, far less than would hurt. */
    private static final int MAX_LINE_BYTES = 1024 * 1024;

    private final InputStream in;
    private final MapsSnapshot.Builder builder;
    private final MapsLineParser line = new MapsLineParser();
    private byte[] buffer = new byte[FIRST_BUFFER_BYTES];

    /** Bytes of the text that came before {@code buffer[0]}. */
    private long bufferPosition;

    private MapsText(InputStream in) {
        this.in = in;
        this.builder = new MapsSnapshot.Builder(System.nanoTime());
    }

    /**
     * Reads to the end of {@code in}.
     *
     * @throws MapsFormatException if a line is not one of {@code /proc/PID/maps}
     * @throws IOException if reading fails
     */
    static MapsSnapshot read(InputStream in) throws IOException {
        return new MapsText(in).readAll();
    }

    private MapsSnapshot readAll() throws IOException {
        int filled = 0;
        while (true) {
            if (buffer.length - filled < READ_BYTES) {
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
            }
            int read = in.read(buffer, filled, READ_BYTES);
            if (read <= 0) {
                break;
            }
            int consumed = parseLines(filled + read, filled);
            filled = filled + read - consumed;
            System.arraycopy(buffer, consumed, buffer, 0, filled);
            bufferPosition += consumed;
            if (filled > MAX_LINE_BYTES) {
                throw new MapsFormatException(bufferPosition, "a line of more than " + MAX_LINE_BYTES + " bytes");
            }
        }
        if (filled > 0) {
            throw new MapsFormatException(bufferPosition, "the last line is cut short");
        }
        return builder.build();
    }

    /**
     * Parses the complete lines among the first {@code filled} bytes and returns where the first incomplete one begins.
     *
     * @param firstNew index of the first byte that is not known to be part of an incomplete line
     */
    private int parseLines(int filled, int firstNew) throws MapsFormatException {
        int end = filled;
        while (end > firstNew && buffer[end - 1] != '\n') {
            end--;
        }
        if (end == firstNew) {
            return 0;
        }
        int at = 0;
        while (at < end) {
            at = line.parse(buffer, at, bufferPosition);
            builder.add(
                    line.start,
                    line.end,
                    line.permissionBits,
                    line.offset,
                    line.deviceMajor,
                    line.deviceMinor,
                    line.inode,
                    buffer,
                    line.nameStart,
                    line.nameEnd);
        }
        return end;
    }
}
