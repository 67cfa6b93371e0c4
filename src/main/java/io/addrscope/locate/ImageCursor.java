// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.cache.Epoch;
import io.addrscope.cache.Hits;
import io.addrscope.cache.KeptMapping;
import io.addrscope.cache.Lease;
import io.addrscope.cache.MappingCache;
import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.ProcessMaps;
import io.addrscope.model.Freshness;
import io.addrscope.model.Mapping;
import io.addrscope.model.ObtainedBy;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds the mapping at an address together with the image behind it: both are kept, and both are found in force anew for each
 * answer, or within the lease.
 *
 * <p>Where everything is kept and still holds, a {@code seek} costs one query and one look at memory, or nothing of the two
 * under a lease, and allocates nothing. For one thread at a time.
 */
public final class ImageCursor {

    private final MappedImages images;
    private final MappingCache cache;
    private final MappingCursor source;
    private final ImageProof.Means means;
    private final Hits hits;
    private @Nullable Lease lease;
    private @Nullable KeptMapping mapping;
    private @Nullable KnownImage image;
    private long address;
    private long epoch;
    private long checkedNanos;

    /** Makes a cursor whose answers are verified, unless {@link #setFreshness} allows otherwise. */
    public ImageCursor(ProcessMaps maps, MappedImages images, MappingCache cache) {
        this.images = images;
        this.cache = cache;
        this.source = maps.cursor();
        this.means = images.means(maps.cursor());
        this.hits = cache.countFor(this);
    }

    /** Lets answers be as old as this from now on, verified or leased. */
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

    /** Returns the mapping with its name, and with its build ID as far as that is known; null if the last seek found none. */
    public @Nullable Mapping mapping() {
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
        return found == null ? source.obtainedBy() : found.obtainedBy();
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
