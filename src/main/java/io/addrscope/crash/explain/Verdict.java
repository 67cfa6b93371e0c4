// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import java.util.List;
import java.util.Locale;

/**
 * What happened.
 *
 * @param kind what kind of crash it is
 * @param sentence the crash in one sentence, for people
 * @param evidence what the sentence rests on, and what goes with it: one sentence each
 */
public record Verdict(Kind kind, String sentence, List<String> evidence) {

    /** Copies the list. */
    public Verdict {
        evidence = List.copyOf(evidence);
    }

    /** The kinds of crashes. Names are part of the JSON format: they are added to, never changed. */
    public enum Kind {
        /** The Java heap was full, and the JVM was told to end then. */
        JAVA_OUT_OF_MEMORY,
        /** The system gave no memory. */
        NATIVE_OUT_OF_MEMORY,
        /** The process had as many mappings as it may have. */
        MAPPING_LIMIT,
        /** HotSpot found itself in a state that it rules out. */
        INTERNAL_ERROR,
        /** Somebody sent the signal. */
        SENT_SIGNAL,
        /** A thread used up its stack. */
        STACK_OVERFLOW,
        /** A call or jump by a null pointer. */
        NULL_CALL,
        /** A call or jump to an address that holds no code. */
        BAD_CALL,
        /** On musl, a call through a slot that was not relocated. */
        UNRELOCATED_CALL,
        /** A null pointer, with or without an offset, was used to read or write. */
        NULL_POINTER,
        /** What is no address at all was used as one. */
        NON_CANONICAL_POINTER,
        /** A pointer to nothing was used to read or write. */
        BAD_POINTER,
        /** Memory was used in a way that it does not allow. */
        PROTECTED_MEMORY,
        /** A mapped file does not reach as far as its mapping any more. */
        TRUNCATED_FILE,
        /** Another fault that memory could not be had. */
        BUS_ERROR,
        /** A division by zero, or one whose result does not fit. */
        DIVISION,
        /** What was to be executed is no instruction. */
        ILLEGAL_INSTRUCTION,
        /** Nothing more is known than the report says. */
        UNKNOWN;

        /** Returns the words that output uses, such as {@code null pointer}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
