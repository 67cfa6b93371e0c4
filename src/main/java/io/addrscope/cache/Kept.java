// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import org.jspecify.annotations.Nullable;

/**
 * Something that is kept as long as there is room: a link in its {@link Keeper}'s queue.
 *
 * <p>Whoever uses it calls {@link #touch}; all else is the keeper's business.
 */
public abstract class Kept {

    /** Where it is: new, in the queue, or out of it for good; guarded by the keeper. */
    enum State {
        NEW,
        QUEUED,
        DROPPED
    }

    /** Whether it was used since the keeper last looked. Racy on purpose: a lost mark costs one reading, no more. */
    private boolean used;

    /** Bytes that it holds, guarded by the keeper. */
    long bytes;

    State state = State.NEW;

    /** The next one towards the oldest, guarded by the keeper. */
    @Nullable
    Kept older;

    /** The next one towards the newest, guarded by the keeper. */
    @Nullable
    Kept newer;

    /** @param bytes memory that it holds */
    protected Kept(long bytes) {
        this.bytes = bytes;
    }

    /** Notes that it is of use. Writes only once in a while, so that processors that share it do not contend. */
    public final void touch() {
        if (!used) {
            used = true;
        }
    }

    final boolean takeUsed() {
        boolean was = used;
        used = false;
        return was;
    }

    /** Called without any lock when it had to make room for others. Not called when it is forgotten. */
    protected abstract void evicted();
}
