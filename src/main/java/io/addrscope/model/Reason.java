// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

/**
 * Why something could not be answered: a code for programs and a sentence for people.
 *
 * @param code what kind of reason it is
 * @param detail one sentence that names the file, address or right at stake
 */
public record Reason(Code code, String detail) {

    /** The kinds of reasons. Names are part of the JSON format: they are added to, never changed. */
    public enum Code {
        /** No mapping holds the address. */
        UNMAPPED,
        /** Unmapped, and so near to zero that it is a null pointer plus an offset. */
        NULL_PAGE,
        /** No address that this processor can translate. */
        NON_CANONICAL,
        /** An address of the kernel's half, which no process can see into. */
        KERNEL_ADDRESS,
        /** Memory without a file: the kernel knows nothing more of it. */
        ANONYMOUS,
        /** Memory of the kernel's own making, such as {@code [vvar]}: no file holds it. */
        SPECIAL_MAPPING,
        /** The file was unlinked from its path, or its path leads nowhere for us. */
        FILE_GONE,
        /** Another file than the mapped one lies at the path now. */
        FILE_REPLACED,
        /** The file is there and cannot be read. */
        FILE_UNREADABLE,
        /** A device, pipe or other thing that is not a regular file: never opened. */
        NOT_REGULAR_FILE,
        /** The mapped file is no ELF file. */
        NOT_ELF,
        /** The ELF headers contradict themselves or the file ends too early. */
        MALFORMED_ELF,
        /** An ELF file that is no image: a relocatable object, whose addresses come to mean something only by linking, or a core file. */
        NO_IMAGE,
        /** The byte lies in the ELF file but in none of its loaded segments. */
        NOT_IN_SEGMENT,
        /** The process or its memory may not be read. */
        NO_PERMISSION,
        /** Code of a file was mapped here earlier and is gone; what is here now, if anything, is something else. */
        UNLOADED,
        /** The mapping changed while it was being looked at. */
        CHANGED,
        /** The file has no full symbol table, nor could one be found, and what it has does not cover the address. */
        STRIPPED,
        /** The image has a full symbol table, and none of its symbols covers the address. */
        NO_SYMBOL,
        /** No debug information was found, or it says nothing of the address: there are no files and lines. */
        NO_DEBUG_INFO,
        /** Something of the debug information contradicts itself or ends too early. */
        MALFORMED_DEBUG_INFO,
        /** What is said of the image comes from a file of which nothing shows for certain that it is the one that was mapped. */
        UNPROVEN,
        /** The record, such as a crash report, does not hold what it would take. */
        NOT_RECORDED
    }
}
