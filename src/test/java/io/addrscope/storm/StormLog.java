// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the threads of a storm have done to each page, as they write it. {@code fixtures/storm_log.h} has the layout and the
 * protocol:
 *
 * <pre>
 * log     one ring a page
 * ring    +0   count of the records ever written      +8   address of the page
 *         +16  number of its turn                     +64  records, a fixed number of places
 * record  +0   before      +8   after      +16  kind      +24  presence
 *         +32  permissions +40  inode      +48  offset    +56  via
 * </pre>
 *
 * Safe for any number of readers.
 */
final class StormLog {

    /** Bytes of a record. */
    static final int RECORD_BYTES = 64;

    /** Bytes before the first record of a ring. */
    static final int RING_HEADER_BYTES = 64;

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer bytes;
    private final int records;
    private final int ringBytes;

    /**
     * An empty one.
     *
     * @param pages how many pages it is about
     * @param records how many changes it keeps of each
     */
    StormLog(int pages, int records) {
        this.records = records;
        this.ringBytes = RING_HEADER_BYTES + records * RECORD_BYTES;
        this.bytes = ByteBuffer.allocateDirect(Math.multiplyExact(pages, ringBytes) + RECORD_BYTES)
                .alignedSlice(RECORD_BYTES);
    }

    /** Returns the memory, for those who write it. */
    ByteBuffer bytes() {
        return bytes;
    }

    /** Returns how many changes it keeps of each page. */
    int records() {
        return records;
    }

    /** Returns how many changes of a page were ever begun. What was begun before this call is counted. */
    long count(int page) {
        return (long) LONGS.getVolatile(bytes, page * ringBytes);
    }

    /**
     * Returns a question about a page.
     *
     * @param inPage where in the page, in bytes
     */
    Question question(int page, int inPage) {
        long turn = turn(page);
        return new Question(page, turn, address(page) + inPage);
    }

    private long address(int page) {
        return (long) LONGS.getVolatile(bytes, page * ringBytes + 8);
    }

    private long turn(int page) {
        return (long) LONGS.getVolatile(bytes, page * ringBytes + 16);
    }

    /** Reads the change with this number; what is read is valid if {@link #stillHolds} says so afterwards. */
    void read(int page, long number, Change change) {
        int at = page * ringBytes + RING_HEADER_BYTES + (int) (number % records) * RECORD_BYTES;
        change.number = number;
        // First: a change that is over by then has all else in place.
        change.afterNanos = (long) LONGS.getAcquire(bytes, at + 8);
        change.beforeNanos = field(at, 0);
        change.kind = field(at, 16);
        change.presence = field(at, 24);
        change.permissions = field(at, 32);
        change.inode = field(at, 40);
        change.offset = field(at, 48);
        change.via = field(at, 56);
    }

    /** Returns whether, until this call, the place of a change was not written to again, and the ring had one page. */
    boolean stillHolds(Question question, long number) {
        VarHandle.acquireFence();
        return turn(question.page()) == question.turn() && count(question.page()) < number + records;
    }

    private long field(int record, int offset) {
        return (long) LONGS.getOpaque(bytes, record + offset);
    }
}
