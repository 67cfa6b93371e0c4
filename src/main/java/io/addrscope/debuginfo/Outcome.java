// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

/** What came of looking at one place. Names are part of the JSON format: they are added to, never changed. */
public enum Outcome {
    /** The debug file. */
    FOUND("found"),
    /** Nothing lies there. */
    ABSENT("nothing there"),
    /** Something lies there and cannot be read; the detail says whether it is forbidden. */
    UNREADABLE("cannot be read"),
    /** A directory, device or pipe: never opened. */
    NOT_REGULAR_FILE("no regular file"),
    /** No ELF file. */
    NOT_ELF("no ELF file"),
    /** An ELF file that contradicts itself or ends too early. */
    MALFORMED("a damaged ELF file"),
    /** Made for another processor. */
    OTHER_MACHINE("of another processor"),
    /** Its build ID is another. */
    OTHER_BUILD("of another build"),
    /** It is not the file that the link was made for: the checksum differs. */
    WRONG_CRC("another checksum"),
    /** Neither a build ID nor a checksum shows that it belongs to the library. */
    UNPROVEN("nothing proves that it belongs here"),
    /** It is the library itself, by whatever name. */
    SAME_FILE("the library itself"),
    /** It belongs here, and has neither symbols nor debug information. */
    EMPTY("no debug information in it"),
    /** The library gives a name that is none. */
    BAD_NAME("no name of a file"),
    /** A server said that it has none; or had said so not long ago. */
    NOT_SERVED("not served"),
    /** A server could not be reached, broke off, was too slow, or sent something else. */
    FAILED("failed"),
    /** A server was not asked again, after it had failed not long ago. */
    NOT_ASKED("not asked"),
    /** More bytes than the limit allows. */
    TOO_LARGE("too large"),
    /** What was downloaded could not be stored. */
    NOT_STORED("could not be stored");

    private final String text;

    Outcome(String text) {
        this.text = text;
    }

    /** Returns it in some words. */
    @Override
    public String toString() {
        return text;
    }
}
