// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

/**
 * Bit streams that are read from their end (RFC 4.1, 4.2.2), by absolute positions.
 *
 * <pre>
 *            first byte                     last byte
 *   bits     7 6 5 4 3 2 1 0   7 6 5 ...    0 0 1 b b b b b
 *                                               |  \_______/ read first, the highest bit of a number first
 *                                               the flag that ends the stream; zeros above it
 * </pre>
 *
 * A position is how many bits are left. It goes below zero when more was read than there is: what was read then is of no
 * meaning, but nothing fails, so that a loop asks once a turn.
 */
final class BackwardBits {

    /** How many bits a load gives at least. */
    static final int LOADED = 57;

    private BackwardBits() {}

    /**
     * Returns the position at the beginning of a stream.
     *
     * @param start index of the stream's first byte
     * @param end index behind its last byte
     * @throws ZstdFormatException if there is no flag
     */
    static int open(CompressedInput input, int start, int end) throws ZstdFormatException {
        if (start >= end) {
            throw input.fault(start, "a bit stream without a byte");
        }
        int last = LittleEndian.getByte(input.bytes, end - 1);
        if (last == 0) {
            throw input.fault(end - 1, "a bit stream that ends with zero");
        }
        return (end - start) * 8 - 1 - (Integer.numberOfLeadingZeros(last) - 24);
    }

    /**
     * Returns the next bits, the next of all as the highest; {@value #LOADED} or more of them.
     *
     * @param start index of the stream's first byte
     * @param left position, not below -63
     */
    static long load(byte[] bytes, int start, int left) {
        return LittleEndian.getLong(bytes, start - 8 + ((left + 7) >> 3)) << (-left & 7);
    }

    /** Returns the highest {@code count} of loaded bits, 0 to 63, as a number; higher bits of {@code count} do not count. */
    static long take(long bits, int count) {
        // Two shifts, since one of 64 would be one of none.
        return bits >>> 1 >>> ~count;
    }
}
