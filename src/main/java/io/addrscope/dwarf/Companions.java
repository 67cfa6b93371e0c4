// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.elf.ElfFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Files beside the one with debug information that hold parts of it. Each method is called when the part is first needed, and
 * may be called by any thread. The caller closes what it opened when the {@link DebugInfo} is no longer used.
 *
 * <p>Whoever implements this checks that a file is of the right build, as {@link DebugInfo} cannot: a package by what the
 * image it is of says, a supplementary file by the build ID that {@code .gnu_debugaltlink} or {@code .debug_sup} asks for ({@link
 * ElfFile#buildId}). A wrong one would give wrong names. Of split units alone, in files of their own or in a package, the number
 * is compared here.
 *
 * <p>An exception costs the part, not the answer: its message becomes a part of {@link SourceFrames#fault}.
 */
public interface Companions {

    /** There are none. */
    Companions NONE = new Companions() {
        @Override
        public @Nullable ElfFile splitUnit(@Nullable String directory, String name, long id) {
            return null;
        }

        @Override
        public @Nullable ElfFile splitPackage() {
            return null;
        }

        @Override
        public @Nullable ElfFile supplementary() {
            return null;
        }
    };

    /**
     * Opens the file with a split unit.
     *
     * @param directory the compiler's working directory; null if it is not recorded
     * @param name path that the compiler wrote to, relative to the directory or absolute ({@code DW_AT_dwo_name})
     * @param id number that the unit in the file has too; a file whose unit has another is not used
     * @return null if there is none
     */
    @Nullable
    ElfFile splitUnit(@Nullable String directory, String name, long id) throws IOException;

    /** Opens the package of split units, conventionally {@code FILE.dwp}; null if there is none. */
    @Nullable
    ElfFile splitPackage() throws IOException;

    /** Opens the supplementary file that {@code .gnu_debugaltlink} or {@code .debug_sup} names; null if there is none. */
    @Nullable
    ElfFile supplementary() throws IOException;
}
