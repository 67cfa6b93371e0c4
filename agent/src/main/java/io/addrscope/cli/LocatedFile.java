// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.ImageFile;
import io.addrscope.Settings;
import io.addrscope.elf.NotElfException;
import io.addrscope.model.Location;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** The addresses of an ELF file, in its own terms. */
final class LocatedFile implements Locating {

    private final ImageFile file;

    private LocatedFile(ImageFile file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @param typed its path; from the current directory if it is relative
     * @param only the only address that will be asked about, if there is but one
     * @throws UnreadableException if it cannot be read, or is no ELF image
     */
    static LocatedFile open(String typed, Settings settings, OptionalLong only) {
        try {
            Path path = Path.of(typed);
            return new LocatedFile(
                    only.isPresent()
                            ? ImageFile.forOne(only.getAsLong(), path, settings)
                            : ImageFile.of(path, settings));
        } catch (InvalidPathException e) {
            throw new UnreadableException("not a path: \"" + typed + "\": " + e.getReason(), e);
        } catch (NotElfException e) {
            throw new UnreadableException(e.source() + " is not an ELF file", e);
        } catch (IOException e) {
            throw new UnreadableException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Returns its path, printable. */
    String path() {
        return file.path();
    }

    /** Returns whether its addresses have 64 bits. */
    boolean is64Bit() {
        return file.is64Bit();
    }

    @Override
    public List<Location> locateAll(long... addresses) {
        return file.locateAll(addresses);
    }
}
