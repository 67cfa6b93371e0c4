// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

/** What a {@link Judge} says of an answer. */
enum Verdict {
    /** It held at some instant of the time that it may be of. */
    RIGHT,
    /** Mapped where nothing was mapped, or the reverse. */
    WRONG_PRESENCE,
    /** Permissions that the page had not. */
    WRONG_PERMISSIONS,
    /** An inode or a device that the page had not. */
    WRONG_FILE,
    /** A file offset that the page had not. */
    WRONG_OFFSET,
    /** Each part was right at some instant, but not all at one. */
    TORN,
    /** The log no longer reaches back far enough. */
    UNJUDGED;

    /** Returns whether the answer is wrong. */
    boolean isWrong() {
        return this != RIGHT && this != UNJUDGED;
    }
}
