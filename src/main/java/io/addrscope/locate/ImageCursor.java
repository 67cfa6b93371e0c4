// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.cache.Epoch;
import io.addrscope.cache.Hits;
import io.addrscope.cache.KeptMapping;
import io.addrscope.cache.Lease;
import io.addrscope.cache.MappingCache;
import io.addrscope.elf.SymbolTable;
import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.MapsSnapshot;
import io.addrscope.maps.ProcessMaps;
import io.addrscope.maps.SnapshotCursor;
import io.addrscope.model.Freshness;
import io.addrscope.model.Mapping;
import io.addrscope.model.ObtainedBy;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds the mapping at an address together with the image behind it and the symbol there: all are kept, and the image is
 * found to be the mapped one anew for each answer, or within the lease, or when it is first asked about in a snapshot.
 *
 * <p>Where everything is kept and still holds, a {@code seek} costs one query and one look at the file or at memory, or nothing of them
 * under a lease or in a snapshot, and allocates nothing; nor does {@link #symbolId}. The first symbol of an image reads its
 * symbol tables. For one thread at a time.
 */
public final class ImageCursor {

    /** The number of no symbol. */
    public static final long NO_SYMBOL = -1;

    private final MappedImages images;
    private final MappingCache cache;
    private final MappingCursor source;
    private final ImageProof.Means means;
    private final Hits hits;
    private final @Nullable SnapshotImages snapshot;
    private @Nullable Lease lease;
    private @Nullable KeptMapping mapping;
    private @Nullable KnownImage image;
    private boolean named;
    private long address;
    private long epoch;
    private long checkedNanos;

    /** The symbols that the last number of a symbol is of. */
    private @Nullable ImageSymbols symbols;

    private int symbol = SymbolTable.NONE;

    /** Makes a cursor whose answers are verified, unless {@link #setFreshness} allows otherwise. */
    public ImageCursor(ProcessMaps maps, MappedImages images, MappingCache cache) {
        this.images = images;
        this.cache = cache;
        this.source = maps.cursor();
        this.means = images.means(maps.cursor());
        this.hits = cache.countFor(this);
        this.snapshot = null;
    }

    /** Makes a cursor that answers from a snapshot. */
    public ImageCursor(MappedImages images, MappingCache cache, MapsSnapshot snapshot) {
        this.images = images;
        this.cache = cache;
        this.source = new SnapshotCursor(snapshot, ObtainedBy.TEXT);
        this.means = images.means(new SnapshotCursor(snapshot, ObtainedBy.TEXT));
        this.hits = cache.countFor(this);
        this.snapshot = new SnapshotImages(snapshot, images, means);
    }

    /** Lets answers be as old as this from now on, verified or leased; one of a snapshot stays so. */
    public void setFreshness(Freshness freshness) {
        lease = freshness.mode() == Freshness.Mode.LEASED ? Lease.of(freshness.lease()) : null;
    }

    /**
     * Finds the mapping that holds an address, and what there is to know of its image.
     *
     * @return whether there is one
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    public boolean seek(long newAddress) {
        if (snapshot != null) {
            return seekInSnapshot(newAddress, snapshot);
        }
        return (lease == null && confirm(newAddress)) || seekNamed(newAddress);
    }

    private boolean seekInSnapshot(long newAddress, SnapshotImages from) {
        address = newAddress;
        epoch = Epoch.UNCOUNTED;
        checkedNanos = from.takenNanos();
        named = true;
        image = from.at(newAddress);
        return image != null;
    }

    /**
     * Finds a mapping that is kept with its image by its numbers alone: the image's proof shows all that is said of it but the
     * path, which {@link #mapping} asks for if it is wanted.
     */
    private boolean confirm(long newAddress) {
        // Both before the question: what changes from here on is of a later epoch, or later than the time.
        long askedIn = cache.epoch();
        long askedAt = System.nanoTime();
        KeptMapping confirmed = cache.confirm(newAddress, source);
        if (confirmed == null || !(confirmed.payload() instanceof KnownImage known) || !known.holds(means)) {
            return false;
        }
        known.proven(askedIn, askedAt);
        address = newAddress;
        epoch = askedIn;
        checkedNanos = askedAt;
        mapping = confirmed;
        image = known;
        named = false;
        return true;
    }

    /** As {@link #seek}, and finds that the mapping still has its name. */
    boolean seekNamed(long newAddress) {
        address = newAddress;
        Lease agreed = lease;
        KeptMapping found = agreed == null
                ? cache.check(newAddress, source, true)
                : cache.lookUp(newAddress, source, true, agreed, hits);
        KnownImage proven = found == null ? null : proven(found);
        if (found != null && proven == null) {
            // The numbers and the name do not tell another build in the same inode: nothing is taken over.
            found = cache.renew(newAddress, source);
            proven = found == null ? null : learn(found);
        }
        if (found != null) {
            // If it was found to be gone just now, its epoch is none.
            epoch = Math.max(Epoch.UNCOUNTED, found.epoch());
            checkedNanos = found.checkedNanos();
        }
        mapping = found;
        image = proven;
        named = true;
        return proven != null;
    }

    /** Returns what is known of the image behind a mapping that was found in force, if that still holds, too. */
    private @Nullable KnownImage proven(KeptMapping found) {
        if (!(found.payload() instanceof KnownImage known)) {
            return null;
        }
        Lease agreed = lease;
        if (agreed != null && cache.isCurrent(known.provenIn(), known.provenNanos(), agreed, hits)) {
            return known;
        }
        // Both before the proof: what changes from here on is of a later epoch, or later than the time.
        long askedIn = cache.epoch();
        long askedAt = System.nanoTime();
        if (!known.holds(means)) {
            return null;
        }
        known.proven(askedIn, askedAt);
        return known;
    }

    private @Nullable KnownImage learn(KeptMapping found) {
        Mapping named = found.named();
        if (named == null) {
            return null;
        }
        KnownImage known = images.know(named, address, found.obtainedBy(), means);
        known.proven(found.epoch(), found.checkedNanos());
        cache.attach(found, known, KnownImage.BYTES);
        return known;
    }

    /**
     * Returns the mapping with its name, and with its build ID as far as that is known; null if the last seek found none. A
     * verified mapping is asked for once more, since names change without the numbers: if it is another one by now, or none,
     * that is what this cursor is at from then on.
     *
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    public @Nullable Mapping mapping() {
        if (image != null && !named) {
            seekNamed(address);
        }
        KnownImage known = image;
        return known == null ? null : known.mapping();
    }

    /**
     * Returns the address in the ELF file's own terms of the address that was found.
     *
     * @param otherwise returned where it has none
     */
    public long elfAddress(long otherwise) {
        KnownImage known = image;
        LoadedImage loaded = known == null ? null : known.image();
        if (loaded == null) {
            return otherwise;
        }
        if (loaded.isKnown(address)) {
            return loaded.knownElfAddress(address);
        }
        OptionalLong elfAddress = loaded.elfAddress(address, means.source());
        return elfAddress.isPresent() ? elfAddress.getAsLong() : otherwise;
    }

    /**
     * Finds the symbol that holds the address that was found, and returns a number for it: the same for each address of the
     * symbol, and never that of another one, as long as the image's symbols are kept.
     *
     * @return {@link #NO_SYMBOL} if none holds it, or the symbols cannot be had; {@link io.addrscope.model.Location#reasons} says which
     */
    public long symbolId() {
        symbol = SymbolTable.NONE;
        KnownImage known = image;
        LoadedImage loaded = known == null ? null : known.image();
        if (known == null || loaded == null) {
            return NO_SYMBOL;
        }
        ImageSymbols had = known.symbols();
        ImageSymbols found = had == null ? images.symbols(known, address, means) : had;
        if (loaded.isKnown(address)) {
            symbol = found.table().find(loaded.knownElfAddress(address));
        } else {
            OptionalLong elfAddress = loaded.elfAddress(address, means.source());
            symbol = elfAddress.isPresent() ? found.table().find(elfAddress.getAsLong()) : SymbolTable.NONE;
        }
        symbols = found;
        return symbol == SymbolTable.NONE ? NO_SYMBOL : found.id(symbol);
    }

    /** Returns the ELF address of the first byte of the symbol that was last found; 0 if none was. */
    public long symbolStart() {
        ImageSymbols found = symbols;
        return symbol == SymbolTable.NONE || found == null ? 0 : found.table().start(symbol);
    }

    /** Returns the size in bytes of the symbol that was last found; 0 if none was, or the table does not tell. */
    public long symbolSize() {
        ImageSymbols found = symbols;
        return symbol == SymbolTable.NONE || found == null ? 0 : found.table().size(symbol);
    }

    /**
     * Copies the name of the symbol that was last found, as its table has it: not demangled, and in no certain encoding.
     *
     * @param target where the name goes, from index 0 on, as far as there is room
     * @return how many bytes the name has; 0 if no symbol was found, or its name cannot be read any more
     */
    public int copySymbolName(byte[] target) {
        ImageSymbols found = symbols;
        return symbol == SymbolTable.NONE || found == null ? 0 : found.copyName(symbol, target);
    }

    /** Returns what is known of the image; null if the last seek found no mapping. */
    @Nullable
    KnownImage image() {
        return image;
    }

    /** Returns what to look at the process by. */
    ImageProof.Means means() {
        return means;
    }

    /** Returns where the last answer came from. */
    public ObtainedBy obtainedBy() {
        KeptMapping found = mapping;
        return found == null || snapshot != null ? source.obtainedBy() : found.obtainedBy();
    }

    /** Returns the epoch in which the last answer was checked. */
    public long epoch() {
        return epoch;
    }

    /** Returns when the last answer was checked, by {@link System#nanoTime}; never later than that. */
    public long checkedNanos() {
        return checkedNanos;
    }

    /** Returns the cursor that asks, to look for other mappings by. */
    MappingCursor source() {
        return source;
    }
}
