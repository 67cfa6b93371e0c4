// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.model.Address;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The threads that a report lists, tens of thousands if need be: bounds of stacks in arrays, the rest parsed when it is
 * asked for. Filled by the parser; then immutable, and safe for any number of threads.
 */
public final class ThreadTable extends AbstractList<ThreadInfo> implements RandomAccess {

    private static final int FIRST_CAPACITY = 64;

    private final KeptLines lines = new KeptLines("threads");
    private long[] addresses = new long[FIRST_CAPACITY];
    private long[] lows = new long[FIRST_CAPACITY];
    private long[] highs = new long[FIRST_CAPACITY];
    private int javaThreads;

    ThreadTable() {}

    /** Adds a line if it is a thread; later lines are of later threads. */
    void add(Line line, boolean isJava, Cuts cuts) {
        ThreadInfo thread = ThreadParser.parse(line);
        if (thread == null || !lines.add(line, cuts)) {
            return;
        }
        int index = lines.size() - 1;
        if (index == addresses.length) {
            addresses = Arrays.copyOf(addresses, index * 2);
            lows = Arrays.copyOf(lows, index * 2);
            highs = Arrays.copyOf(highs, index * 2);
        }
        addresses[index] = thread.address().value();
        Word low = thread.stackLow();
        Word high = thread.stackHigh();
        if (low != null && high != null) {
            lows[index] = low.value();
            highs[index] = high.value();
        }
        if (isJava) {
            javaThreads++;
        }
    }

    @Override
    public int size() {
        return lines.size();
    }

    /** Returns how many of them are listed as Java threads; these come first. */
    public int javaThreads() {
        return javaThreads;
    }

    @Override
    public ThreadInfo get(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException(index);
        }
        ThreadInfo thread = ThreadParser.parse(lines.line(index));
        if (thread == null) {
            throw new IllegalStateException("a line that was a thread is one no more");
        }
        return thread;
    }

    /** Returns the thread whose stack holds {@code address}; null if there is none. */
    public @Nullable ThreadInfo ofStack(long address) {
        for (int i = 0; i < size(); i++) {
            if (Address.isWithin(address, lows[i], highs[i])) {
                return get(i);
            }
        }
        return null;
    }

    /** Returns the thread whose object of HotSpot's lies at {@code address}; null if there is none. */
    public @Nullable ThreadInfo ofAddress(long address) {
        for (int i = 0; i < size(); i++) {
            if (addresses[i] == address) {
                return get(i);
            }
        }
        return null;
    }
}
