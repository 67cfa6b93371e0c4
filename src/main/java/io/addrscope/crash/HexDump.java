// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.model.Address;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory as a report prints it.
 *
 * @param around the address in the heading: the stack pointer or the pc
 * @param lines its lines
 */
public record HexDump(@Nullable Word around, List<HexLine> lines) {

    /**
     * A line of memory.
     *
     * @param address of the first unit
     * @param unitBytes bytes that each unit stands for
     * @param units the units, each a number in the processor's byte order
     * @param isMarked whether the line is marked as the one of the pc
     * @param at the line, from its address to its last unit
     */
    public record HexLine(Word address, int unitBytes, List<Word> units, boolean isMarked, Span at) {}

    /**
     * A word of memory.
     *
     * @param address where it lies
     * @param word what it holds; its digits stand apart where the report prints bytes
     */
    public record MemoryWord(long address, Word word) {}

    /**
     * Returns the memory as words, in ascending order of addresses.
     *
     * @param wordBytes size of a word: 4 or 8
     * @param isBigEndian whether a word's first byte is its highest
     */
    public List<MemoryWord> words(int wordBytes, boolean isBigEndian) {
        List<MemoryWord> words = new ArrayList<>();
        for (HexLine line : lines) {
            int unitsOfWord = wordBytes / line.unitBytes;
            for (int i = 0; unitsOfWord > 0 && i + unitsOfWord <= line.units.size(); i += unitsOfWord) {
                List<Word> units = line.units.subList(i, i + unitsOfWord);
                Span first = units.get(0).at();
                Span span =
                        new Span(first.offset(), units.get(unitsOfWord - 1).at().end() - first.offset());
                Word word = new Word(join(units, line.unitBytes, isBigEndian), span);
                words.add(new MemoryWord(line.address.value() + (long) i * line.unitBytes, word));
            }
        }
        words.sort((a, b) -> Address.compare(a.address, b.address));
        return words;
    }

    /**
     * Returns the bytes of a line, in the order in which they lie in memory.
     *
     * @param isBigEndian whether a unit's first byte is its highest
     */
    public static byte[] bytes(HexLine line, boolean isBigEndian) {
        byte[] bytes = new byte[line.units.size() * line.unitBytes];
        for (int i = 0; i < bytes.length; i++) {
            int place = i % line.unitBytes;
            int shift = (isBigEndian ? line.unitBytes - 1 - place : place) * Byte.SIZE;
            bytes[i] = (byte) (line.units.get(i / line.unitBytes).value() >>> shift);
        }
        return bytes;
    }

    private static long join(List<Word> units, int unitBytes, boolean isBigEndian) {
        long joined = 0;
        int count = units.size();
        for (int i = 0; i < count; i++) {
            int place = isBigEndian ? count - 1 - i : i;
            joined |= units.get(i).value() << (place * unitBytes * Byte.SIZE);
        }
        return joined;
    }
}
