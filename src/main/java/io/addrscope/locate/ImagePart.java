// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

/** What is read of an image besides its headers, and kept as long as there is room. */
interface ImagePart {

    /** Returns the bytes that this takes now, about. */
    long bytes();

    /** Returns whether nothing is missing that may be there the next time, such as a debug file. */
    boolean isComplete();

    /** Returns whether it is worth keeping: what could not be read at all may be readable the next time. */
    boolean isUseful();
}
