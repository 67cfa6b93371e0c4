// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.linux.ByteSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Parses crash reports of HotSpot. */
public final class ReportParser {

    private ReportParser() {}

    /**
     * Reads a report from its beginning to its end, once.
     *
     * @param in any bytes; not closed
     * @throws IOException if reading fails
     */
    public static HsErrReport parse(InputStream in) throws IOException {
        return new ReportReader(in).read();
    }

    /**
     * Reads a report.
     *
     * @param source any bytes; not closed
     * @throws IOException if reading fails
     */
    public static HsErrReport parse(ByteSource source) throws IOException {
        return parse(new SourceInput(source));
    }

    /** Reads a report that is in memory; the array is not copied and not kept. */
    public static HsErrReport parse(byte[] bytes) {
        try {
            return parse(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new AssertionError("an array can be read", e);
        }
    }

    /** A source as a stream, to the end that it has when it is reached. */
    private static final class SourceInput extends InputStream {

        private final ByteSource source;
        private long position;

        SourceInput(ByteSource source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int read = source.read(position, target, offset, length);
            if (read <= 0) {
                return -1;
            }
            position += read;
            return read;
        }
    }
}
