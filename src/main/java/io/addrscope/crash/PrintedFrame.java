// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import org.jspecify.annotations.Nullable;

/**
 * A stack frame as a report prints it. Whatever is null was not printed, or was cut off.
 *
 * <p>A frame but the first is a return address, and HotSpot looks it up without subtracting one: its symbol and line may
 * be those of the function behind the caller.
 *
 * @param kind what the frame is of
 * @param pc the address, which only some kinds have
 * @param module the library, by its name without directories, and the offset in it
 * @param symbol the function's or stub's name
 * @param symbolOffset distance of the pc from the symbol
 * @param sourceFile source file, without directories
 * @param sourceLine line in it
 * @param java what is printed of a frame of Java code
 * @param at the whole frame
 */
public record PrintedFrame(
        Kind kind,
        @Nullable Word pc,
        @Nullable ModuleOffset module,
        @Nullable Text symbol,
        @Nullable Word symbolOffset,
        @Nullable Text sourceFile,
        @Nullable Word sourceLine,
        @Nullable JavaFrame java,
        Span at) {

    /** What a frame is of. */
    public enum Kind {
        /** {@code C}: native code. */
        NATIVE,
        /** {@code V}: the VM's own code. */
        VM,
        /** {@code J}: compiled Java code. */
        COMPILED,
        /** {@code j}: interpreted Java code. */
        INTERPRETED,
        /** {@code A}: Java code compiled ahead of time. */
        AHEAD_OF_TIME,
        /** {@code v}: generated code of the VM. */
        STUB
    }

    /**
     * Where in a library.
     *
     * @param name name by which the library was loaded, without directories
     * @param offset distance from the lowest mapping of the library: no ELF address, and no offset in the file
     * @param at both, with the brackets around them
     */
    public record ModuleOffset(Text name, Word offset, Span at) {

        /** Returns whether {@code other}, which may stand elsewhere, is the same place of the same name. */
        boolean sameAs(@Nullable ModuleOffset other) {
            return other != null
                    && offset.value() == other.offset.value()
                    && name.text().equals(other.name.text());
        }
    }

    /**
     * A frame of Java code.
     *
     * @param method class, method and signature
     * @param compileId number of the compilation
     * @param isOnStackReplacement whether a loop was compiled that was already running
     * @param compiler {@code c1}, {@code c2} or another
     * @param module the module, and its version behind an {@code @}
     * @param size size of the bytecode in bytes
     * @param bytecode index of the bytecode
     * @param codeBegin where the compiled code begins
     * @param codeOffset distance of the pc from there
     */
    public record JavaFrame(
            @Nullable Text method,
            @Nullable Word compileId,
            boolean isOnStackReplacement,
            @Nullable Text compiler,
            @Nullable Text module,
            @Nullable Word size,
            @Nullable Word bytecode,
            @Nullable Word codeBegin,
            @Nullable Word codeOffset) {}
}
