// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

/**
 * XXH64 with seed zero, whose low four bytes are the checksum of a frame's content (RFC 3.1.1; the algorithm is in the
 * specification of xxHash, "XXH64"). Takes the content in pieces, and can be reused. 64-bit arithmetic wraps.
 */
final class XxHash64 {

    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;

    /** Bytes that the four accumulators take at a time. */
    private static final int STRIPE = 32;

    /** The last bytes, which make no stripe yet. */
    private final byte[] rest = new byte[STRIPE];

    private int restLength;
    private long length;
    private long accumulator1;
    private long accumulator2;
    private long accumulator3;
    private long accumulator4;

    XxHash64() {
        reset();
    }

    /** Begins with the next content. */
    void reset() {
        accumulator2 = PRIME_2;
        accumulator1 = accumulator2 + PRIME_1;
        accumulator3 = 0;
        accumulator4 = -PRIME_1;
        length = 0;
        restLength = 0;
    }

    /** Adds {@code count} bytes of content. */
    void add(byte[] bytes, int from, int count) {
        length += count;
        int at = from;
        int end = from + count;
        if (restLength > 0) {
            int missing = Math.min(STRIPE - restLength, count);
            System.arraycopy(bytes, at, rest, restLength, missing);
            restLength += missing;
            at += missing;
            if (restLength < STRIPE) {
                return;
            }
            addStripes(rest, 0, 1);
        }
        int stripes = (end - at) / STRIPE;
        addStripes(bytes, at, stripes);
        at += stripes * STRIPE;
        restLength = end - at;
        System.arraycopy(bytes, at, rest, 0, restLength);
    }

    private void addStripes(byte[] bytes, int from, int stripes) {
        long a1 = accumulator1;
        long a2 = accumulator2;
        long a3 = accumulator3;
        long a4 = accumulator4;
        int at = from;
        for (int i = 0; i < stripes; i++) {
            a1 = round(a1, LittleEndian.getLong(bytes, at));
            a2 = round(a2, LittleEndian.getLong(bytes, at + 8));
            a3 = round(a3, LittleEndian.getLong(bytes, at + 16));
            a4 = round(a4, LittleEndian.getLong(bytes, at + 24));
            at += STRIPE;
        }
        accumulator1 = a1;
        accumulator2 = a2;
        accumulator3 = a3;
        accumulator4 = a4;
    }

    /** Returns the hash of what was added. */
    long value() {
        long hash;
        if (length < STRIPE) {
            hash = PRIME_5;
        } else {
            hash = Long.rotateLeft(accumulator1, 1)
                    + Long.rotateLeft(accumulator2, 7)
                    + Long.rotateLeft(accumulator3, 12)
                    + Long.rotateLeft(accumulator4, 18);
            hash = merge(hash, accumulator1);
            hash = merge(hash, accumulator2);
            hash = merge(hash, accumulator3);
            hash = merge(hash, accumulator4);
        }
        hash += length;
        int at = 0;
        for (; at + 8 <= restLength; at += 8) {
            hash ^= round(0, LittleEndian.getLong(rest, at));
            hash = Long.rotateLeft(hash, 27) * PRIME_1 + PRIME_4;
        }
        if (at + 4 <= restLength) {
            hash ^= Integer.toUnsignedLong(LittleEndian.getInt(rest, at)) * PRIME_1;
            hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
            at += 4;
        }
        for (; at < restLength; at++) {
            hash ^= LittleEndian.getByte(rest, at) * PRIME_5;
            hash = Long.rotateLeft(hash, 11) * PRIME_1;
        }
        hash = (hash ^ hash >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }

    private static long round(long accumulator, long lane) {
        return Long.rotateLeft(accumulator + lane * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long accumulator) {
        return (hash ^ round(0, accumulator)) * PRIME_1 + PRIME_4;
    }
}
