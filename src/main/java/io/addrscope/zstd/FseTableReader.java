// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

/**
 * Reads the description of a table of finite state entropy (RFC 4.1.1). Keeps its memory for the next one.
 *
 * <pre>
 * bits, the lowest of each byte first
 *   4            Accuracy_Log less 5
 *   then, until the probabilities add up, for each code:
 *   n or n - 1   probability plus 1, where n bits can tell all that is left; the lowest values save a bit
 *   2            only after a probability of 0, again and again while it is 3: how many more are 0
 *   up to 7      unused, up to the next byte
 * </pre>
 */
final class FseTableReader {

    private static final int SMALLEST_LOG = 5;

    private final short[] probabilities = new short[256];

    private final CompressedInput input;

    FseTableReader(CompressedInput input) {
        this.input = input;
    }

    /**
     * Reads a description and builds its table.
     *
     * @param start index of its first byte
     * @param end index behind the last byte that it may have
     * @return index behind the last byte that it has
     * @throws ZstdFormatException if it is cut off, or no distribution of the kind
     */
    int read(int start, int end, CodeKind kind, FseTable table) throws ZstdFormatException {
        if (start >= end) {
            throw cutOff(start, kind);
        }
        int log = (peek(start, 0) & 0xf) + SMALLEST_LOG;
        if (log > kind.maxLog) {
            throw input.fault(start, "a table of 2^" + log + " states for " + kind.title);
        }
        int limit = (end - start) * 8;
        int bit = 4;
        int left = 1 << log;
        int code = 0;
        while (left > 0) {
            if (code == kind.codes()) {
                throw tooMany(start, kind);
            }
            // Values are 0 to left + 1. Of the full width so many can be told that this many lowest need one bit less.
            int width = 32 - Integer.numberOfLeadingZeros(left + 1);
            int saving = (1 << width) - 1 - (left + 1);
            int bits = peek(start, bit);
            int value = bits & ((1 << (width - 1)) - 1);
            if (value < saving) {
                bit += width - 1;
            } else {
                value = bits & ((1 << width) - 1);
                if (value >= 1 << (width - 1)) {
                    value -= saving;
                }
                bit += width;
            }
            int probability = value - 1;
            left -= Math.abs(probability);
            probabilities[code++] = (short) probability;
            int repeat = probability == 0 ? 3 : 0;
            while (repeat == 3) {
                repeat = peek(start, bit) & 3;
                bit += 2;
                if (bit > limit) {
                    throw cutOff(start, kind);
                }
                if (repeat > kind.codes() - code) {
                    throw tooMany(start, kind);
                }
                for (int i = 0; i < repeat; i++) {
                    probabilities[code++] = 0;
                }
            }
            if (bit > limit) {
                throw cutOff(start, kind);
            }
        }
        table.build(probabilities, code, log);
        return start + (bit + 7) / 8;
    }

    /** Returns the bits from {@code bit} on, 25 or more. They may lie behind the end, by less than the margin. */
    private int peek(int start, int bit) {
        return LittleEndian.getInt(input.bytes, start + bit / 8) >>> bit % 8;
    }

    private ZstdFormatException tooMany(int start, CodeKind kind) {
        return input.fault(start, "a table of more than " + kind.codes() + " " + kind.title);
    }

    private ZstdFormatException cutOff(int start, CodeKind kind) {
        return input.fault(start, "the table of " + kind.title + " is cut off");
    }
}
