// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The address of a printed frame, and what shows that it is.
 *
 * @param basis what the address rests on
 * @param address the address; meaningless where {@link Basis#hasAddress} is false
 * @param image the library that holds it; null if none is known
 * @param candidates the libraries that the printed name may mean
 */
public record FrameAddress(
        Basis basis, long address, @Nullable LibraryImage image, List<LibraryImage> candidates) {

    /** What an address rests on. */
    public enum Basis {
        /** It is printed with the frame. */
        PRINTED(true, true),
        /** It is the header's pc, and the frame's offset is that from the library which holds it. */
        HEADER(true, true),
        /** Elsewhere in the report the library's lowest address stands, with the same name. */
        REPORTED_BASE(true, true),
        /** Of the libraries that the name may mean, the address in one of them is a word of the stack. */
        WORD_OF_STACK(true, true),
        /** One library of this name is mapped; the address is its lowest one and the offset. */
        ONLY_LIBRARY(true, true),
        /** As {@link #ONLY_LIBRARY}, but mappings are missing, and another library of this name may be among them. */
        ONLY_LISTED_LIBRARY(true, false),
        /**
         * No library of this name is mapped, but one whose name has the same beginning, as {@code libc-2.31.so} for
         * {@code libc.so.6}.
         */
        SIMILAR_NAME(true, false),
        /** Several libraries of this name are mapped. */
        SEVERAL_LIBRARIES(false, false),
        /** No library of this name is mapped, or none in which the offset lies. */
        NO_LIBRARY(false, false),
        /** The frame has neither address nor library. */
        NOTHING(false, false);

        private final boolean hasAddress;
        private final boolean isCertain;

        Basis(boolean hasAddress, boolean isCertain) {
            this.hasAddress = hasAddress;
            this.isCertain = isCertain;
        }

        /** Returns whether there is an address. */
        public boolean hasAddress() {
            return hasAddress;
        }

        /** Returns whether the address is the frame's, as far as the report is believed. */
        public boolean isCertain() {
            return isCertain;
        }
    }
}
