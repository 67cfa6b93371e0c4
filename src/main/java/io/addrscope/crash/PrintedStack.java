// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.util.List;

/**
 * A stack as a report prints it, innermost frame first.
 *
 * @param kind which printing it is
 * @param frames its frames
 * @param hasMore whether the report says that there were more
 * @param isInterrupted whether an error during the reporting ended it
 */
public record PrintedStack(Kind kind, List<PrintedFrame> frames, boolean hasMore, boolean isInterrupted) {

    /** Which printing of a stack. */
    public enum Kind {
        /** All frames, as HotSpot walks them. */
        NATIVE,
        /** As {@link #NATIVE}, tried again without source files after an error. */
        NATIVE_RETRIED,
        /** The Java frames of the failing thread. */
        JAVA,
        /** The Java frames of the thread that the failing thread was working on. */
        PROCESSED_THREAD
    }
}
