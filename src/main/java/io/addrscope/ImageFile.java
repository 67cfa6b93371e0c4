// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import io.addrscope.linux.ProcessFiles;
import io.addrscope.locate.FileLocator;
import io.addrscope.model.Location;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * One ELF file: says of its addresses, in the file's own terms, what they are, without any process.
 *
 * <pre>{@code
 * Location where = ImageFile.of(Path.of("/usr/lib/libfoo.so")).locate(0x1139);
 * }</pre>
 *
 * <p>Headers and symbols are read when it is opened, those of its debug file if it is stripped; debug information when addresses are
 * asked about, from the same files in the same state. They are open only meanwhile. Safe for any number of threads.
 */
public final class ImageFile {

    private final FileLocator locator;

    private ImageFile(FileLocator locator) {
        this.locator = locator;
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read, is no ELF file, or is a relocatable object or a core file, whose addresses
     *     say nothing by themselves; the message says which
     */
    public static ImageFile of(Path file) throws IOException {
        return of(file, Settings.DEFAULT);
    }

    /**
     * Reads a file, with settings.
     *
     * @throws IOException as {@link #of(Path)} does
     */
    public static ImageFile of(Path file, Settings settings) throws IOException {
        return new ImageFile(
                new FileLocator(ProcessFiles.nameOf(file), settings.memory(), settings.debug(), settings.lines()));
    }

    /**
     * Reads of a file what it takes to locate one address, which is less than all.
     *
     * @param elfAddress the only address that may be asked about
     * @throws IOException as {@link #of(Path)} does
     */
    public static ImageFile forOne(long elfAddress, Path file, Settings settings) throws IOException {
        return new ImageFile(new FileLocator(
                ProcessFiles.nameOf(file),
                settings.memory(),
                settings.debug(),
                settings.lines(),
                OptionalLong.of(elfAddress)));
    }

    /** Returns the path of the file, printable. */
    public String path() {
        return locator.path();
    }

    /** Returns whether addresses of the file have 64 bits, not 32. */
    public boolean is64Bit() {
        return locator.is64Bit();
    }

    /** Says what is known of an address: one that nm, readelf and DWARF speak of. */
    public Location locate(long elfAddress) {
        return locator.locateAll(elfAddress).get(0);
    }

    /**
     * Says what is known of each address, in the order given: faster than one after the other, since the debug information is
     * read in its own order.
     */
    public List<Location> locateAll(long... elfAddresses) {
        return locator.locateAll(elfAddresses);
    }
}
