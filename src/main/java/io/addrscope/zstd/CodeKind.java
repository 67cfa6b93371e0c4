// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

/**
 * The four kinds of code that are coded by finite state entropy, and what a code of each stands for: a base, to which
 * some bits of the stream are added (RFC 3.1.1.3.2.1.1, the predefined distributions 3.1.1.3.2.2, weights 4.2.1.2).
 *
 * <pre>
 *                     codes   base             bits                        longest table   predefined
 * literals length     0-35    code, from 16 on the base before plus        2^9 states      2^6 states
 * match length        0-52    code + 3         all that its bits can tell  2^9             2^6
 * offset              0-31    2^code           code                        2^8             2^5
 * Huffman weight      0-255   code             none                        2^6
 * </pre>
 */
final class CodeKind {
    /** {@code Literals_Length_Code}. */
    static final CodeKind LITERALS_LENGTH = new CodeKind(
            "literals lengths",
            9,
            0,
            new int[] {
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13,
                14, 15, 16
            },
            6,
            new short[] {
                4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1,
                -1, -1
            });

    /** {@code Match_Length_Code}. */
    static final CodeKind MATCH_LENGTH = new CodeKind(
            "match lengths",
            9,
            3,
            new int[] {
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1,
                1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
            },
            6,
            new short[] {
                1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
            });

    /** {@code Offset_Code}. */
    static final CodeKind OFFSET = new CodeKind(
            "offsets",
            8,
            1,
            new int[] {
                0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
                28, 29, 30, 31
            },
            5,
            new short[] {1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1});

    /** {@code Weight} of a Huffman tree; always with a table of its own. */
    static final CodeKind HUFFMAN_WEIGHT = new CodeKind("Huffman weights", 6, 0, new int[256], 0, new short[] {});

    /** Longest table of any kind, as the logarithm of its states. */
    static final int MAX_LOG = 9;

    /** Name in messages. */
    final String title;

    /** Longest table of this kind, as the logarithm of its states. */
    final int maxLog;

    /** Bits that are added to the base, by code. */
    private final int[] extraBits;

    /** Bases by code. */
    private final long[] bases;

    private final int predefinedLog;
    private final short[] predefined;

    private CodeKind(String title, int maxLog, int firstBase, int[] extraBits, int predefinedLog, short[] predefined) {
        this.title = title;
        this.maxLog = maxLog;
        this.extraBits = extraBits;
        this.predefinedLog = predefinedLog;
        this.predefined = predefined;
        bases = new long[extraBits.length];
        long base = firstBase;
        for (int code = 0; code < bases.length; code++) {
            bases[code] = base;
            base += 1L << extraBits[code];
        }
    }

    /** How many codes there are. */
    int codes() {
        return bases.length;
    }

    /** The least that a code stands for. */
    long base(int code) {
        return bases[code];
    }

    /** How many bits of the stream are added to the base. */
    int extraBits(int code) {
        return extraBits[code];
    }

    /** Returns a new table of the predefined distribution. */
    FseTable predefined() {
        FseTable table = new FseTable(this);
        table.build(predefined, predefined.length, predefinedLog);
        return table;
    }
}
