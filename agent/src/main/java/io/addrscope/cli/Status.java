// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

/** Exit statuses; they are part of the interface. */
final class Status {

    /** Answered; a typed reason is an answer. */
    static final int ANSWERED = 0;

    /** A token was bad or a part could not be read; the rest was answered. With {@code --strict}, also a missing answer. */
    static final int INCOMPLETE = 1;

    /** The command line was wrong. */
    static final int USAGE = 2;

    /** The target cannot be read. */
    static final int UNREADABLE = 3;

    /** A defect of ours ({@code EX_SOFTWARE} of sysexits.h). */
    static final int DEFECT = 70;

    private Status() {}
}
