// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.cache.Keeper;
import io.addrscope.debuginfo.DebugSettings;
import io.addrscope.elf.ElfImage;
import io.addrscope.linux.ByteSource;
import io.addrscope.linux.FileProbe;
import io.addrscope.linux.HeldFiles;
import io.addrscope.linux.MemoryProbe;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.linux.Syscalls;
import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.MapsQuery;
import io.addrscope.maps.ProcessMaps;
import io.addrscope.maps.SnapshotCursor;
import io.addrscope.model.BuildId;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The images that a process has mapped: from the file where the file is the mapped one, else from memory. Safe for any
 * number of threads.
 */
public final class MappedImages {

    private final ProcessMaps maps;
    private final HeldFiles holder;
    private final ProcessFiles files;
    private final FileImages fromFiles;
    private final MemoryImages fromMemory;
    private final SymbolTables symbolTables;
    private final LineTables lineTables;
    private final PartStore<ImageSymbols> symbols;
    private final PartStore<ImageLines> lines;
    private final boolean wantLines;
    private final AtomicInteger numbers = new AtomicInteger();

    /** Whether symbols for one address were asked for. */
    private volatile boolean asked;

    /**
     * Reads the images of a process.
     *
     * @param keeper bounds what is kept of symbols and debug information
     * @param debug where debug files are looked for
     * @param wantLines whether locations get the functions, files and lines of debug information
     */
    public MappedImages(ProcessMaps maps, Keeper keeper, DebugSettings debug, boolean wantLines) {
        this(maps, keeper, debug, wantLines, HeldFiles.shared());
    }

    /**
     * Reads the images of a process.
     *
     * @param keeper bounds what is kept of symbols and debug information
     * @param debug where debug files are looked for
     * @param wantLines whether locations get the functions, files and lines of debug information
     * @param holder holds the files that are asked about often
     */
    public MappedImages(ProcessMaps maps, Keeper keeper, DebugSettings debug, boolean wantLines, HeldFiles holder) {
        this.maps = maps;
        this.holder = holder;
        this.files = new ProcessFiles(maps.process(), maps.syscalls());
        this.fromFiles = new FileImages(files);
        this.fromMemory = new MemoryImages(maps);
        DebugFinder debugFiles = new DebugFinder(files, debug);
        this.symbolTables = new SymbolTables(fromFiles, debugFiles, keeper.capacity());
        this.lineTables = new LineTables(files, debugFiles, keeper.capacity() / 2);
        this.symbols = new PartStore<>(keeper);
        this.lines = new PartStore<>(keeper);
        this.wantLines = wantLines;
    }

    /** Returns the files of the process. */
    public MappedFiles mappedFiles() {
        return new MappedFiles(files);
    }

    /** Returns what to look at the process by, for one thread; {@code source} is the caller's. */
    ImageProof.Means means(MappingCursor source) {
        Syscalls syscalls = maps.syscalls();
        MemoryProbe memory = new MemoryProbe(maps.process(), syscalls);
        return new ImageProof.Means(memory, files, source, new FileProbe(syscalls), holder);
    }

    /** Lets go of the files that are held; no question may be under way. */
    public void close() {
        holder.letGoAll(files);
    }

    /** Returns how many images' headers are kept. */
    public int kept() {
        return fromFiles.cache().size();
    }

    /** Returns how many times kept headers served. */
    public long hits() {
        return fromFiles.cache().hits();
    }

    /** Returns how many times headers had to be read from a file. */
    public long misses() {
        return fromFiles.cache().misses();
    }

    /** Returns how many images' symbols are kept. */
    public int symbolTables() {
        return symbols.size();
    }

    /** Returns how many files are held open now as proof that they are unchanged, by all address spaces with this holder. */
    public int heldFiles() {
        return holder.size();
    }

    /** Finds out whether a name that ends in {@code  (deleted)} is that of a live file. */
    Mapping settleDeleted(Mapping mapping) {
        return mapping.isFileBacked() ? fromFiles.settleDeleted(mapping) : mapping;
    }

    /**
     * Finds out what there is to know of the image behind a mapping.
     *
     * @param address the address in it that is asked about first
     * @param obtainedBy where the mapping comes from
     * @param means to look at the process by; its source is asked for the mappings near this one
     */
    KnownImage know(Mapping mapping, long address, ObtainedBy obtainedBy, ImageProof.Means means) {
        if (mapping.isFileBacked()) {
            FileImages.FromFile file = fromFiles.find(mapping, obtainedBy != ObtainedBy.IOCTL);
            return switch (file.proof()) {
                // The memory holds nothing that the file does not: nor is a device read at all.
                case SAME -> inFile(file, address, means);
                case LIKELY -> confirmed(file, address, means);
                case OTHER -> inMemory(file.mapping(), file.reason(), address, means);
            };
        }
        if (mayHoldImage(mapping)) {
            return inMemory(mapping, null, address, means);
        }
        return new KnownImage(mapping, null, List.of(), ImageProof.Nothing.TO_PROVE, null);
    }

    private static KnownImage inFile(FileImages.FromFile file, long address, ImageProof.Means means) {
        ElfImage image = file.image();
        Reason reason = file.reason();
        FileVersion version = file.version();
        ImageProof byState = version == null
                ? ImageProof.Impossible.PROOF
                : new ImageProof.FileState(version.path(), version.identity());
        return image == null
                ? new KnownImage(
                        file.mapping(),
                        null,
                        reason == null ? List.of() : List.of(reason),
                        HeldFileProof.of(version, file.mapping(), byState),
                        version)
                : known(file.mapping(), image, new ArrayList<>(), byState, version, address, means);
    }

    /** Believes a file of the same inode on a device that may be another unless the memory holds another image. */
    private KnownImage confirmed(FileImages.FromFile file, long address, ImageProof.Means means) {
        ElfImage image = file.image();
        if (image != null) {
            ElfImage mapped = fromMemory.find(file.mapping(), means.source()).image();
            if (mapped != null && !mapped.isSameBuild(image)) {
                List<Reason> reasons = new ArrayList<>();
                reasons.add(FileImages.replaced(file.mapping().name()));
                return known(file.mapping(), mapped, reasons, ImageProof.Impossible.PROOF, null, address, means);
            }
        }
        return inFile(file, address, means);
    }

    private KnownImage inMemory(Mapping mapping, @Nullable Reason fileReason, long address, ImageProof.Means means) {
        MemoryImages.FromMemory memory = fromMemory.find(mapping, means.source());
        List<Reason> reasons = new ArrayList<>(3);
        if (fileReason != null) {
            reasons.add(fileReason);
        }
        if (memory.reason() != null) {
            reasons.add(memory.reason());
        }
        ElfImage image = memory.image();
        if (image == null) {
            if (mapping.name().kind() == MappingName.Kind.MEMFD && memory.reason() == null) {
                reasons.add(new Reason(Reason.Code.NOT_ELF, "this memory file holds no ELF image"));
            }
            return new KnownImage(mapping, null, reasons, ImageProof.Impossible.PROOF, null);
        }
        BuildId mapped = mapping.buildId();
        if (mapped != null && !Objects.equals(mapped, image.buildId())) {
            reasons.add(new Reason(
                    Reason.Code.CHANGED, mapping.name().printable() + " was unmapped while it was being looked at"));
            return new KnownImage(mapping, null, reasons, ImageProof.Impossible.PROOF, null);
        }
        return known(mapping, image, reasons, ImageProof.Impossible.PROOF, null, address, means);
    }

    /**
     * @param otherwise the proof where the build ID cannot serve
     * @param file where the image was read; null if that was memory
     */
    private static KnownImage known(
            Mapping mapping,
            ElfImage image,
            List<Reason> reasons,
            ImageProof otherwise,
            @Nullable FileVersion file,
            long address,
            ImageProof.Means means) {
        Mapping identified = mapping.buildId() == null ? mapping.withBuildId(image.buildId()) : mapping;
        if (identified.buildId() == null && image.noteFault() != null) {
            reasons.add(new Reason(Reason.Code.MALFORMED_ELF, "no build ID: " + image.noteFault()));
        }
        LoadedImage loaded = new LoadedImage(image, identified);
        ImageProof byBuildId = byBuildId(image, mapping, loaded.loadBias(address, means.source()), means);
        ImageProof proof = byBuildId == null || !isForGood(reasons, mapping) ? otherwise : byBuildId;
        return new KnownImage(identified, loaded, reasons, HeldFileProof.of(file, identified, proof), file);
    }

    /**
     * Returns whether what is missing will be missing as long as the mapping has its name: a file that was unlinked does not
     * come back, but one that could not be had for another reason may be there the next time.
     */
    private static boolean isForGood(List<Reason> reasons, Mapping mapping) {
        for (Reason reason : reasons) {
            if (reason.code() != Reason.Code.FILE_GONE || !mapping.deleted()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the symbols of an image; reads them if they are not kept, or if nothing shows that those kept are still its own.
     *
     * @param address an address of the image's mapping
     * @param means to look at the process by; its source is asked for the mappings near this one
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    ImageSymbols symbols(KnownImage image, long address, ImageProof.Means means) {
        Object key = image.partsKey();
        SymbolReading reading = new SymbolReading(this, image, address, means);
        return key == null ? reading.read() : symbols.get(key, reading, image.symbolsPlace());
    }

    /**
     * Adds to locations what the debug information of their image has of them.
     *
     * @param found the locations; those from {@code from}, inclusive, to {@code to}, exclusive, are of the image
     */
    void addLines(KnownImage image, Location[] found, int from, int to) {
        LoadedImage loaded = image.image();
        if (!wantLines || loaded == null) {
            return;
        }
        String name = image.mapping().name().printable();
        Liner liner = new Liner(name, loaded.image().programHeaders(), found, from, to);
        if (liner.isIdle()) {
            return;
        }
        Reason lost = addLines(liner, image, found);
        if (lost != null) {
            // A file was touched, or is another by now: the second time the debug information is looked for anew.
            lost = addLines(liner, image, found);
        }
        if (lost != null) {
            liner.addMissing(lost, found);
        }
    }

    /** Returns why nothing was added; null if all was. */
    private @Nullable Reason addLines(Liner liner, KnownImage image, Location[] found) {
        ImageLines from = lines(image);
        KeptPart<ImageLines> kept = image.linesPlace().kept();
        try {
            liner.add(from, found);
            if (kept != null) {
                kept.tellGrowth();
            }
            return null;
        } catch (IOException e) {
            if (kept != null) {
                kept.drop();
            }
            return FileImages.unusable(image.mapping().name(), e);
        }
    }

    private ImageLines lines(KnownImage image) {
        ImageLines had = image.linesPlace().get();
        if (had != null) {
            return had;
        }
        Object key = image.partsKey();
        LineReading reading = new LineReading(this, image);
        return key == null ? reading.read() : lines.get(key, reading, image.linesPlace());
    }

    /**
     * Returns symbols to name one address of an image by: its own if they are kept, else no more than that takes, if nobody has
     * asked before. Who asks again is likely to go on asking, and gets them all.
     *
     * @param elfAddress the address in the image's own terms
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    ImageSymbols symbolsFor(long elfAddress, KnownImage image, long address, ImageProof.Means means) {
        FileVersion file = image.file();
        if (!asked && file != null && image.symbols() == null) {
            asked = true;
            try {
                Optional<ImageSymbols> found = symbolTables.inFileFor(elfAddress, file);
                if (found.isPresent()) {
                    return found.get();
                }
            } catch (IOException e) {
                // Told when all are read.
            }
        }
        return symbols(image, address, means);
    }

    /** Returns the symbols of an image that is gone: those kept, or those of its file, if that is still what it was. */
    @Nullable
    ImageSymbols symbolsLeft(KnownImage image) {
        ImageSymbols kept = image.symbols();
        FileVersion file = image.file();
        if (kept != null || file == null) {
            return kept;
        }
        try {
            return symbolTables.inFile(file, 0);
        } catch (IOException e) {
            return null;
        }
    }

    /** Returns a number to tell the symbols of one image from those of others by. */
    int newNumber() {
        return numbers.getAndIncrement() & Integer.MAX_VALUE;
    }

    /** Reads symbols from a file; see {@link SymbolTables#inFile}. */
    ImageSymbols symbolsInFile(FileVersion file, int number) throws IOException {
        return symbolTables.inFile(file, number);
    }

    /** Finds debug information by a file; see {@link LineTables#inFile}. */
    ImageLines linesInFile(FileVersion file) throws IOException {
        return lineTables.inFile(file);
    }

    /** Finds debug information without the file; see {@link LineTables#inMemory}. */
    ImageLines linesInMemory(ElfImage image, MappingName name) throws IOException {
        return lineTables.inMemory(image, name);
    }

    /**
     * Looks for the file of a mapping as it is now; null if the mapped one is not to be had. Without a build ID nothing shows
     * that it holds what it held when the image was read.
     */
    @Nullable
    FileVersion fileNow(Mapping mapping) {
        if (mapping.buildId() == null) {
            return null;
        }
        FileImages.FromFile found = fromFiles.find(mapping, false);
        return found.proof() == FileImages.Proof.SAME ? found.version() : null;
    }

    /**
     * Reads symbols from the memory of the process; see {@link SymbolTables#inMemory}.
     *
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    ImageSymbols symbolsInMemory(ElfImage image, long loadBias, MappingName name, int number) throws IOException {
        try (ByteSource memory = ImageMemory.of(maps.process().openMemory(), image, loadBias)) {
            ImageSymbols found = symbolTables.inMemory(memory, image, loadBias, name, number);
            // The memory was opened by pid: it may be that of another program by now.
            maps.verify();
            return found;
        }
    }

    /**
     * Returns whether the memory of the process still holds an image, so that what was just read there is its own: another may
     * have been loaded in its place since the mapping was found.
     *
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    boolean isStillInMemory(Mapping mapping, ElfImage image) {
        // Not by the source that found the mapping: that may be a snapshot.
        MappingCursor now = maps.obtainedBy() == ObtainedBy.TEXT
                ? new SnapshotCursor(maps.snapshot(), ObtainedBy.TEXT)
                : maps.cursor();
        if (image.buildId() == null && !isStillMapped(mapping, now)) {
            return false;
        }
        ElfImage found = fromMemory.find(mapping, now).image();
        return found != null && found.isSameBuild(image);
    }

    /** An unlinked file has given its inode number back, and not its name. */
    private static boolean isStillMapped(Mapping mapping, MappingCursor now) {
        if (!now.seek(mapping.start(), 0, MapsQuery.NAME)) {
            return false;
        }
        Mapping found = now.mapping();
        return found.start() == mapping.start()
                && found.inode() == mapping.inode()
                && found.name().equals(mapping.name());
    }

    private static @Nullable ImageProof byBuildId(
            ElfImage image, Mapping mapping, OptionalLong loadBias, ImageProof.Means means) {
        BuildId buildId = image.buildId();
        if (buildId == null || loadBias.isEmpty()) {
            return null;
        }
        if (image.isBuildIdLoaded() && buildId.length() <= MemoryProbe.MAX_BYTES) {
            ImageProof inMemory =
                    new ImageProof.BuildIdInMemory(loadBias.getAsLong() + image.buildIdAddress(), buildId);
            if (inMemory.holds(means)) {
                return inMemory;
            }
        }
        return Objects.equals(buildId, mapping.buildId())
                ? new ImageProof.BuildIdByKernel(mapping.start(), buildId)
                : null;
    }

    private static boolean mayHoldImage(Mapping mapping) {
        return switch (mapping.name().kind()) {
            case SPECIAL -> mapping.name().text().equals("[vdso]");
            // Programs load libraries from memory files, too.
            case MEMFD -> true;
            case NONE, PATH, SYSV, SHARED_ANONYMOUS, NAMED_ANONYMOUS, KERNEL_OBJECT -> false;
        };
    }
}
