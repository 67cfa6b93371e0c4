// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

import io.addrscope.model.Device;

/**
 * Decides whether an answer was true, while the world goes on changing. For one thread.
 *
 * <h2>The rule</h2>
 *
 * A lookup is linearizable: there is an instant between its begin and its end at which its answer was the state of the
 * page. When exactly a change came into force cannot be seen from outside; it was between the two times that the log has of
 * it. So the state that change <i>n</i> left may have been in force
 *
 * <pre>    from before(n) to after(n + 1)</pre>
 *
 * and surely was in force from after(n) to before(n + 1). An answer is right if it equals, in all its parts together, a
 * state whose time in the first, wide sense meets the time of the call; else no instant can justify it, and it is wrong,
 * whatever the order in which threads really ran. The rule errs for the accused: near a change two states are allowed.
 * Therefore it is also counted how many answers were judged with one state allowed only ({@link #isDecided}): it is those
 * that put a subject to the proof.
 *
 * <p>A lease moves the begin of the call back by the lease and by the error of the clock that the subject states: the
 * answer may be as old as that, and no older.
 *
 * <h2>What is judged</h2>
 *
 * A byte, not a mapping: whether it is mapped, the permissions, the file (inode and device), the offset in it. Where a
 * mapping begins and ends is not, since the kernel merges and splits mappings as neighbours come and go. Two refinements:
 *
 * <ul>
 *   <li>Some changes are made in steps. A move to where something is mapped unmaps that first; the loader may map a
 *       library's whole length before it maps the parts. The log says so ({@code via}), and then unmapped, or anything, is
 *       one more state from before(n) to after(n).
 *   <li>A range that the storm has given up is anybody's. Of it the log only knows that no twin library is in it, so there
 *       every answer is right but a twin.
 * </ul>
 *
 * <h2>Why the log is enough</h2>
 *
 * The times and those of the callers are of one clock, {@code CLOCK_MONOTONIC}, which no CPU sees go back. A change is in
 * the log before it is made. The judge reads the log after the answer was given, so that a change which it does not find
 * was made later than the answer. It reads from the newest change back to the first one that was over before the call
 * began: nothing older can have been in force then. If the ring has been written over that far, the answer is not judged.
 * A page begins with a change that was under way since time 0, during which anything is allowed.
 */
final class Judge {

    private static final int PRESENCE = 1;
    private static final int PERMISSIONS = 2;
    private static final int FILE = 4;
    private static final int OFFSET = 8;
    private static final int ALL = PRESENCE | PERMISSIONS | FILE | OFFSET;

    /** How many changes that were over before the call {@link #describe} shows: one that counts, and others. */
    private static final int SHOWN_OLDER = 3;

    private static final int MAX_SHOWN = 20;

    private final StormLog log;
    private final Device device;
    private final long[] twinInodes;
    private final long leaseNanos;
    private final Change change = new Change();
    private int allowed;
    private boolean isDecided;

    /**
     * A judge of one row.
     *
     * @param device of all files of the storm, as mappings show it
     * @param twinInodes the inodes of the twin libraries
     * @param leaseNanos how old an answer may be, error of the subject's clock included; 0 if it must be of the call
     */
    Judge(StormLog log, Device device, long[] twinInodes, long leaseNanos) {
        this.log = log;
        this.device = device;
        this.twinInodes = twinInodes.clone();
        this.leaseNanos = leaseNanos;
    }

    /**
     * Judges an answer; to be called after it was given.
     *
     * @param begin {@code System.nanoTime()} before the call
     * @param end {@code System.nanoTime()} after it
     */
    Verdict judge(Question question, Answer answer, long begin, long end) {
        int page = question.page();
        long earliest = begin - leaseNanos;
        long count = log.count(page);
        int agreed = 0;
        boolean right = false;
        allowed = 0;
        isDecided = false;
        long number = count;
        do {
            number--;
            if (number < 0 || number <= count - log.records()) {
                return Verdict.UNJUDGED;
            }
            log.read(page, number, change);
            if (change.beforeNanos <= end) {
                int agreement = agreement(answer, question.inPage());
                agreed |= agreement;
                right |= agreement == ALL;
                allow();
                if (change.via != 0 && change.afterNanos >= earliest) {
                    right |= change.via == Change.VIA_ANYTHING || !answer.isMapped();
                    allow();
                }
            }
        } while (change.afterNanos >= earliest && change.beforeNanos > 0);
        if (!log.stillHolds(question, number)) {
            return Verdict.UNJUDGED;
        }
        return right ? Verdict.RIGHT : worst(agreed);
    }

    private void allow() {
        allowed++;
        isDecided = allowed == 1 && change.presence != Change.FOREIGN;
    }

    /** Returns whether the last answer could be right in one way only. */
    boolean isDecided() {
        return isDecided;
    }

    /**
     * Returns how old an answer is at least, in nanoseconds before the call: the lease under which it would be right.
     *
     * @return {@code Long.MAX_VALUE} if it is not in the log; 0 if the log was written over meanwhile, so that it is not known
     */
    long age(Question question, Answer answer, long begin) {
        int page = question.page();
        long count = log.count(page);
        long ended = Long.MAX_VALUE;
        for (long number = count - 1; number >= 0 && number > count - log.records(); number--) {
            log.read(page, number, change);
            if (agreement(answer, question.inPage()) == ALL) {
                return log.stillHolds(question, number) ? Math.max(0, begin - ended) : 0;
            }
            ended = change.afterNanos;
        }
        return Long.MAX_VALUE;
    }

    private int agreement(Answer answer, int inPage) {
        if (change.presence == Change.FOREIGN) {
            return isTwin(answer) ? ALL & ~FILE : ALL;
        }
        boolean expected = change.presence == Change.MAPPED;
        if (answer.isMapped() != expected) {
            return 0;
        }
        if (!expected) {
            return ALL;
        }
        int agreement = PRESENCE;
        if (answer.permissions() == change.permissions) {
            agreement |= PERMISSIONS;
        }
        if (answer.isOfFile(change.inode, device)) {
            agreement |= FILE;
        }
        if (change.inode == 0 || answer.fileOffset() == change.offset + inPage) {
            agreement |= OFFSET;
        }
        return agreement;
    }

    private boolean isTwin(Answer answer) {
        boolean isTwin = false;
        if (answer.isMapped()) {
            for (long inode : twinInodes) {
                isTwin |= answer.isOfFile(inode, device);
            }
        }
        return isTwin;
    }

    private static Verdict worst(int agreed) {
        if ((agreed & PRESENCE) == 0) {
            return Verdict.WRONG_PRESENCE;
        }
        if ((agreed & PERMISSIONS) == 0) {
            return Verdict.WRONG_PERMISSIONS;
        }
        if ((agreed & FILE) == 0) {
            return Verdict.WRONG_FILE;
        }
        return (agreed & OFFSET) == 0 ? Verdict.WRONG_OFFSET : Verdict.TORN;
    }

    /** Shows an answer and what the log has until the end of the call, newest first; times are relative to its begin. */
    String describe(Question question, Answer answer, long begin, long end) {
        int page = question.page();
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                "0x%x (page %d): %s; asked from 0 to %.3f us", question.address(), page, answer, (end - begin) / 1e3));
        if (leaseNanos > 0) {
            text.append(String.format(", may be %.3f us old", leaseNanos / 1e3));
        }
        long count = log.count(page);
        long oldest = Math.max(0, count - log.records() + 1);
        int shown = 0;
        int older = 0;
        for (long number = count - 1; number >= oldest && shown < MAX_SHOWN && older < SHOWN_OLDER; number--) {
            log.read(page, number, change);
            if (change.beforeNanos <= end) {
                text.append("\n    ").append(change.describe(begin));
                shown++;
            }
            if (change.afterNanos < begin - leaseNanos) {
                older++;
            }
        }
        return text.toString();
    }
}
