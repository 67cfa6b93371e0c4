// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads the blocks of a section one after the other on a thread of its own, a few ahead of whoever takes them, so that
 * decompressing and understanding take place at the same time. The thread ends with the section, at the first failure, or when
 * {@link #stop} is called. For one thread at a time beside its own. Interrupts are left to whoever cares: a read that they cut
 * short would be a wrong answer.
 */
final class ReadAhead implements Runnable {

    /** Blocks that wait to be taken, at most. */
    private static final int AHEAD = 6;

    private final Section section;
    private final int end;
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> ready = new ArrayDeque<>();
    private final Deque<byte[]> spare = new ArrayDeque<>();

    /** Number of the first block that can still be taken. */
    private int next;

    private boolean stopped;
    private boolean ended;
    private @Nullable IOException failure;

    private ReadAhead(Section section, int first, int end) {
        this.section = section;
        this.next = first;
        this.end = end;
    }

    /**
     * Starts to read.
     *
     * @param first number of the first block that is read
     * @param end number behind that of the last one
     * @return null if the system has no thread for it
     */
    static @Nullable ReadAhead start(Section section, int first, int end) {
        ReadAhead reading = new ReadAhead(section, first, end);
        Thread thread = new Thread(null, reading, "addrscope-read-ahead", 0, false);
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            return null;
        }
        return reading;
    }

    /** Returns the number of the first block that can still be taken. */
    int next() {
        lock.lock();
        try {
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Takes bytes that are no longer used, for a block to come. */
    void reuse(byte[] block) {
        lock.lock();
        try {
            if (spare.size() < AHEAD) {
                spare.add(block);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns a block, and lets those before it go.
     *
     * @param number not less than {@link #next}, and within the section
     * @throws IOException if it, or one before it, cannot be read
     */
    byte[] take(int number) throws IOException {
        lock.lock();
        try {
            while (true) {
                while (ready.isEmpty() && failure == null) {
                    changed.awaitUninterruptibly();
                }
                byte[] block = ready.poll();
                IOException wrong = failure;
                if (block == null && wrong != null) {
                    throw wrong;
                }
                changed.signalAll();
                if (block != null) {
                    if (next++ == number) {
                        return block;
                    }
                    spare.add(block);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread, and waits until it reads no more. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
            while (!ended) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        IOException end = new IOException(section.name() + ": was read to its end");
        try {
            read();
        } catch (IOException e) {
            end = e;
        } catch (RuntimeException | OutOfMemoryError e) {
            end = new IOException(section.name() + ": cannot be read: " + e, e);
        } finally {
            end(end);
        }
    }

    private void read() throws IOException {
        for (int number = next(); number < end; number++) {
            byte[] room = awaitRoom();
            if (isStopped()) {
                return;
            }
            byte[] block = section.load(number, room);
            lock.lock();
            try {
                ready.add(block);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until another block is wanted, or none; returns bytes for it, if there are some. */
    private byte @Nullable [] awaitRoom() {
        lock.lock();
        try {
            while (!stopped && ready.size() >= AHEAD) {
                changed.awaitUninterruptibly();
            }
            return spare.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Whoever waits for a block must not wait forever. */
    private void end(IOException why) {
        lock.lock();
        try {
            failure = why;
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
