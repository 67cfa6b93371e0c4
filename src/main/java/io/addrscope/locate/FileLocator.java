// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.cache.Epoch;
import io.addrscope.debuginfo.DebugSettings;
import io.addrscope.elf.ElfClass;
import io.addrscope.elf.ElfFile;
import io.addrscope.elf.ElfImage;
import io.addrscope.elf.ProgramHeader;
import io.addrscope.linux.FileUnavailableException;
import io.addrscope.linux.OpenFile;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.linux.TargetProcess;
import io.addrscope.model.Address;
import io.addrscope.model.Freshness;
import io.addrscope.model.Location;
import io.addrscope.model.MappingName;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.Reason;
import io.addrscope.model.Symbol;
import io.addrscope.model.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Turns addresses of one ELF file, in the file's own terms, into {@link Location}s: without any process. The file is read once,
 * and what it said then is what is answered; its debug information is read when it is asked for, if the file is still the same.
 * Safe for any number of threads.
 */
public final class FileLocator {

    private static final Usage CODE = new Usage("native code", null, true, "in an executable segment");
    private static final Usage DATA = new Usage("native data", null, true, "in a segment that is not executable");

    private final String name;
    private final ElfImage image;
    private final long fileSize;
    private final ImageSymbols symbols;
    private final OptionalLong only;
    private final long readNanos;
    private final FileVersion version;

    /** Null if lines are not wanted. */
    private final @Nullable LineTables lineTables;

    /** Guarded by this. */
    private @Nullable ImageLines lines;

    /**
     * Reads a file of this host.
     *
     * @param path the file
     * @param memory bytes that may be kept, about
     * @param debug where its debug file is looked for
     * @param wantLines whether locations get the functions, files and lines of debug information
     * @throws FileUnavailableException if it cannot be had, or is no image that a program is loaded from
     * @throws IOException if it cannot be read, or is no ELF file that can be understood
     */
    public FileLocator(MappingName path, long memory, DebugSettings debug, boolean wantLines) throws IOException {
        this(path, memory, debug, wantLines, OptionalLong.empty());
    }

    /**
     * Reads of a file of this host what it takes to locate one address.
     *
     * @param path the file
     * @param memory bytes that may be kept, about
     * @param debug where its debug file is looked for
     * @param wantLines whether locations get the functions, files and lines of debug information
     * @param only the one address that may be asked about; if it is not given, any may be
     * @throws FileUnavailableException if it cannot be had, or is no image that a program is loaded from
     * @throws IOException if it cannot be read, or is no ELF file that can be understood
     */
    public FileLocator(MappingName path, long memory, DebugSettings debug, boolean wantLines, OptionalLong only)
            throws IOException {
        ProcessFiles files = new ProcessFiles(TargetProcess.self(), null);
        FileImages images = new FileImages(files);
        this.name = path.printable();
        this.readNanos = System.nanoTime();
        this.version = new FileVersion(path, files.identify(path));
        this.fileSize = version.identity().size();
        this.image = images.read(version, new Headers());
        requireImage(image, name);
        this.only = only;
        DebugFinder debugFiles = new DebugFinder(files, debug);
        SymbolTables tables = new SymbolTables(images, debugFiles, memory);
        Optional<ImageSymbols> one = only.isPresent() ? tables.inFileFor(only.getAsLong(), version) : Optional.empty();
        this.symbols = one.isPresent() ? one.get() : tables.inFile(version, 0);
        this.lineTables = wantLines ? new LineTables(files, debugFiles, memory) : null;
    }

    private static final class Headers implements FileImages.Reading<ElfImage> {
        @Override
        public ElfImage read(OpenFile file, ElfFile elf) {
            return elf.image();
        }
    }

    private static void requireImage(ElfImage image, String name) throws FileUnavailableException {
        String what = switch (image.type()) {
            case ElfImage.ET_REL ->
                "a relocatable object: its addresses count from the beginning of each section,"
                        + " and mean something only once it is linked";
            case ElfImage.ET_CORE -> "a core file, no image that a program is loaded from";
            default -> null;
        };
        if (what != null) {
            throw new FileUnavailableException(Reason.Code.NO_IMAGE, name + " is " + what);
        }
    }

    /** Returns the path of the file, printable. */
    public String path() {
        return name;
    }

    /** Returns the file, in the state in which it was read. */
    FileVersion version() {
        return version;
    }

    /** Returns the headers of the file. */
    ElfImage image() {
        return image;
    }

    /** Returns whether addresses of the file have 64 bits. */
    public boolean is64Bit() {
        return image.elfClass() == ElfClass.ELF64;
    }

    /**
     * Says what is known of each address, in the order given, in the file's own terms: what nm, readelf and addr2line call it.
     *
     * @throws IllegalArgumentException if the file was read for another address only
     */
    public List<Location> locateAll(long... elfAddresses) {
        Location[] found = new Location[elfAddresses.length];
        for (int i = 0; i < found.length; i++) {
            found[i] = plain(elfAddresses[i]);
        }
        if (lineTables != null) {
            Liner liner = new Liner(name, image.programHeaders(), found, 0, found.length);
            if (!liner.isIdle()) {
                addLines(liner, lineTables, found);
            }
        }
        return List.of(found);
    }

    private void addLines(Liner liner, LineTables from, Location[] found) {
        try {
            liner.add(lines(from), found);
        } catch (IOException e) {
            liner.addMissing(FileImages.unusable(version.path(), e), found);
        }
    }

    private synchronized ImageLines lines(LineTables from) throws IOException {
        ImageLines had = lines;
        if (had == null) {
            had = from.inFile(version);
            lines = had;
        }
        return had;
    }

    /** Answers without lines. */
    private Location plain(long elfAddress) {
        if (only.isPresent() && only.getAsLong() != elfAddress) {
            throw new IllegalArgumentException(name + " was read for " + Address.format(only.getAsLong()) + " only");
        }
        List<Reason> reasons = new ArrayList<>();
        ProgramHeader segment = ProgramHeader.holding(elfAddress, image.programHeaders());
        Symbol symbol = null;
        if (segment == null && !image.programHeaders().isEmpty()) {
            reasons.add(new Reason(
                    Reason.Code.NOT_IN_SEGMENT, Address.format(elfAddress) + " lies in no segment of " + name));
        } else {
            symbol = Symbolizer.symbol(symbols, elfAddress, name, reasons);
        }
        return new Location(
                elfAddress,
                ObtainedBy.FILE,
                Freshness.SNAPSHOT,
                System.nanoTime() - readNanos,
                Epoch.UNCOUNTED,
                null,
                null,
                null,
                segment == null ? OptionalLong.empty() : fileOffset(elfAddress, segment),
                OptionalLong.of(elfAddress),
                symbol,
                List.of(),
                segment == null ? null : usage(segment),
                reasons);
    }

    /** A debug file has the headers of the file that it was split from, and not its bytes. */
    private OptionalLong fileOffset(long elfAddress, ProgramHeader segment) {
        long within = elfAddress - segment.vaddr();
        long offset = segment.offset() + within;
        return Address.isBelow(within, segment.filesz()) && Address.isBelow(offset, fileSize)
                ? OptionalLong.of(offset)
                : OptionalLong.empty();
    }

    private static Usage usage(ProgramHeader segment) {
        return segment.isExecutable() ? CODE : DATA;
    }
}
