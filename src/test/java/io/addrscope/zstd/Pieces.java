// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;

/** A source that gives less than it is asked for. */
final class Pieces extends FilterInputStream {

    private final Random random = new Random(1);
    private final int longest;

    /** A source over another one that gives 1 to {@code longest} bytes at a time. */
    Pieces(InputStream in, int longest) {
        super(in);
        this.longest = longest;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return super.read(bytes, offset, Math.min(length, 1 + random.nextInt(longest)));
    }
}
