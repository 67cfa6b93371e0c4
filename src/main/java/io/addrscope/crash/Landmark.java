// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.model.Address;
import io.addrscope.model.Usage;
import org.jspecify.annotations.Nullable;

/**
 * An area of memory of which a report says what it is for.
 *
 * @param kind what it is for
 * @param start first address
 * @param end address behind the last byte; 0 for the top of the address space
 * @param detail more of it, such as a thread's name
 * @param evidence where the report says so
 */
public record Landmark(
        Kind kind, long start, long end, @Nullable String detail, Span evidence) {

    /** What memory is for. */
    public enum Kind {
        /** All of the Java heap, reserved or in use. */
        HEAP("Java heap"),
        /** A part of the Java heap. */
        HEAP_SPACE("Java heap"),
        /** A region of the Java heap. */
        HEAP_REGION("Java heap"),
        /** A table of the collector. */
        GC_TABLE("garbage collector's table"),
        /** Where classes are, with compressed class pointers. */
        CLASS_SPACE("compressed class space"),
        /** An archive of classes. */
        CDS_ARCHIVE("class data archive"),
        /** Memory that nobody may touch, before the first class. */
        PROTECTION_ZONE("protection zone of class pointers"),
        /** Generated code. */
        CODE_HEAP("code heap"),
        /** One piece of generated code. */
        CODE("generated code"),
        /** A thread's stack. */
        STACK("thread stack"),
        /** Memory that was made inaccessible on purpose, in a stack. */
        GUARD("guard pages of a thread stack"),
        /** Memory that was made inaccessible on purpose, elsewhere. */
        PROTECTED("protected memory"),
        /** The page that stops threads; its first 4 KiB if the report does not say how long it is. */
        POLLING_PAGE("polling page");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** Returns whether {@code address} lies in it. */
    public boolean contains(long address) {
        // The subtraction holds for an end of 2^64 too.
        return Address.isBelow(address - start, end - start);
    }

    /** Returns what the memory is used for, as far as the report is believed. */
    public Usage usage() {
        return new Usage(kind.words, detail, true, "the crash report says so at byte " + evidence.offset());
    }
}
