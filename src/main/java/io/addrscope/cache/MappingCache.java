// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import io.addrscope.linux.ForkCount;
import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.MapsQuery;
import io.addrscope.model.Mapping;
import io.addrscope.model.Permissions;
import io.addrscope.model.Unloaded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The mappings of one process that were asked about, kept as long as they hold and there is room.
 *
 * <p>Nothing here is believed for having been true once: see the package's description for what makes an answer current.
 * No lock is held while a source is asked. Safe for any number of threads, each with a source of its own.
 */
public final class MappingCache {

    /** How often is looked whether an agent has come. */
    private static final long BIND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MappingTable table = new MappingTable();
    private final Lookaside lookaside = new Lookaside();
    private final UnloadHistory history = new UnloadHistory();
    private final HitCounts hits = new HitCounts();
    private final LongAdder verifications = new LongAdder();
    private final LongAdder mismatches = new LongAdder();
    private final LeaseClock clock = LeaseClock.shared();
    private final Keeper keeper;
    private final Epoch epoch;
    private final @Nullable ForkCount forks;
    private final int bornAfter;
    private volatile long bindAt = System.nanoTime();
    private volatile @Nullable LibraryWatcher watcher;

    /**
     * Begins with nothing.
     *
     * @param keeper bounds what is kept; others may share it
     * @param epoch the epoch of the process
     * @param forks tells of forks of this process; null where they cannot be told
     */
    public MappingCache(Keeper keeper, Epoch epoch, @Nullable ForkCount forks) {
        this.keeper = keeper;
        this.epoch = epoch;
        this.forks = forks;
        this.bornAfter = forks == null ? 0 : forks.current();
    }

    /**
     * Returns a cursor that answers from memory what was checked within a lease and in the current epoch, and asks a
     * source for all else.
     *
     * @param source asks about mappings; the cursor's own from now on
     */
    public MappingCursor leased(MappingCursor source, Lease lease) {
        return new LeasedCursor(this, source, lease);
    }

    /**
     * Asks a source about the mapping at an address.
     *
     * @param named whether the name must be known
     * @return what is kept of the mapping, found in force by this call; null if none holds the address
     */
    public @Nullable KeptMapping check(long address, MappingCursor source, boolean named) {
        verifications.increment();
        // Both before the question: what changes from here on is of a later epoch, or later than the time.
        long askedIn = epoch.current();
        long askedAt = System.nanoTime();
        KeptMapping known = table.find(address);
        boolean askName = named || (known != null && known.named() != null);
        if (!source.seek(address, 0, askName ? MapsQuery.NAME : MapsQuery.NUMBERS)) {
            if (known != null) {
                table.remove(known);
                drop(known, null);
            }
            return null;
        }
        if (known != null && known.isAt(source) && (!named || known.named() != null)) {
            known.checked(askedIn, askedAt);
            known.touch();
            return known;
        }
        if (named || isCodeOfFile(source)) {
            return keepNamed(address, source);
        }
        return keep(source, null, askedIn, askedAt);
    }

    /**
     * Asks a source for the numbers of the mapping at an address, and no more, if the mapping is kept.
     *
     * <p>That is enough for what is attached to it and has a proof of its own. It is not noted as a check, since the name,
     * which may be kept, too, can have changed without the numbers.
     *
     * @return what is kept of the mapping, whose numbers were found in force by this call; null if nothing is kept, or other
     *     numbers
     */
    public @Nullable KeptMapping confirm(long address, MappingCursor source) {
        KeptMapping known = table.find(address);
        if (known == null) {
            return null;
        }
        verifications.increment();
        if (!source.seek(address, 0, MapsQuery.NUMBERS) || !known.hasNumbersOf(source)) {
            return null;
        }
        known.touch();
        return known;
    }

    /**
     * Finds the mapping at an address as it was checked within a lease and in the current epoch, or else asks a source.
     *
     * @param named whether the name must be known
     * @param reader counts the answers that no source was asked for
     * @return what is kept of the mapping; null if none holds the address
     */
    public @Nullable KeptMapping lookUp(long address, MappingCursor source, boolean named, Lease lease, Hits reader) {
        KeptMapping noted = lookaside.find(address);
        if (noted != null && serves(noted, named, lease, reader)) {
            noted.touch();
            reader.increment();
            return noted;
        }
        KeptMapping kept = table.find(address);
        if (kept != null && serves(kept, named, lease, reader)) {
            kept.touch();
            reader.increment();
        } else {
            kept = check(address, source, named);
        }
        if (kept != null && !kept.isGone()) {
            lookaside.note(address, kept, reader.isCheckDue());
        }
        return kept;
    }

    /** Returns whether a kept mapping may be given as an answer without asking. */
    private boolean serves(KeptMapping kept, boolean named, Lease lease, Hits reader) {
        return isCurrent(kept.epoch(), kept.checkedNanos(), lease, reader) && (!named || kept.named() != null);
    }

    /**
     * Asks a source for all that there is to know of the mapping at an address, whether it is kept or not: its numbers and
     * its name do not tell another build in the same inode.
     *
     * @return what is kept of the mapping from now on, with nothing attached; null if none holds the address
     */
    public @Nullable KeptMapping renew(long address, MappingCursor source) {
        verifications.increment();
        return keepNamed(address, source);
    }

    private @Nullable KeptMapping keepNamed(long address, MappingCursor source) {
        long askedIn = epoch.current();
        long askedAt = System.nanoTime();
        return source.seek(address, 0, MapsQuery.NAME | MapsQuery.BUILD_ID)
                ? keep(source, source.mapping(), askedIn, askedAt)
                : null;
    }

    private KeptMapping keep(MappingCursor found, @Nullable Mapping named, long askedIn, long askedAt) {
        KeptMapping fresh = new KeptMapping(this, found, named);
        fresh.checked(askedIn, askedAt);
        return put(fresh);
    }

    private KeptMapping put(KeptMapping fresh) {
        List<KeptMapping> replaced = new ArrayList<>(0);
        if (!table.put(fresh, replaced)) {
            fresh.gone();
            return fresh;
        }
        boolean isNew = true;
        for (KeptMapping old : replaced) {
            isNew &= !fresh.continues(old) || !old.isLibraryCode();
            drop(old, fresh);
        }
        if (!keeper.keep(fresh)) {
            evicted(fresh);
        }
        lookaside.fit(table.size());
        LibraryWatcher told = watcher;
        Mapping arrived = fresh.named();
        if (told != null && isNew && arrived != null && fresh.isLibraryCode()) {
            told.arrived(arrived);
        }
        return fresh;
    }

    private static boolean isCodeOfFile(MappingCursor source) {
        return source.inode() != 0 && (source.permissions() & Permissions.EXECUTE) != 0;
    }

    /** Lets go of a mapping that was found to be gone, or replaced by {@code successor}. */
    private void drop(KeptMapping old, @Nullable KeptMapping successor) {
        old.gone();
        lookaside.forget(old);
        // Of several threads that find out the first one tells.
        if (!keeper.forget(old)) {
            return;
        }
        if (successor == null || !successor.isLike(old)) {
            mismatches.increment();
        }
        Mapping was = old.named();
        if (was != null && old.isLibraryCode() && (successor == null || !successor.continues(old))) {
            Unloaded unloaded = new Unloaded(was, old.checkedNanos(), System.nanoTime());
            history.add(new Departed(unloaded, old.payload()));
            LibraryWatcher told = watcher;
            if (told != null) {
                told.departed(unloaded);
            }
        }
    }

    /** Lets go of a mapping that had to make room. */
    void evicted(KeptMapping mapping) {
        mapping.gone();
        table.remove(mapping);
        lookaside.forget(mapping);
    }

    /** Attaches something to a mapping that takes {@code bytes} bytes and holds as long as the mapping is kept. */
    public void attach(KeptMapping mapping, Object payload, long bytes) {
        mapping.attach(payload);
        keeper.grow(mapping, bytes);
    }

    /**
     * Returns whether something that was checked in an epoch, at a time, may be served under a lease.
     *
     * @param reader who is served
     */
    public boolean isCurrent(long checkedIn, long checkedAt, Lease lease, Hits reader) {
        return checkedIn == epoch.current() && now(lease, reader) - checkedAt <= lease.nanos();
    }

    /** The thread that writes the coarse time down does not live on in a child made by {@code fork}. */
    private long now(Lease lease, Hits reader) {
        boolean exact = lease.isExact() || (forks != null && forks.current() != bornAfter);
        long now = exact ? System.nanoTime() : reader.isCheckDue() ? clock.check() : clock.nanos();
        if (now - bindAt >= 0) {
            bindAt = now + BIND_NANOS;
            epoch.bind();
        }
        return now;
    }

    /** Returns a new count of answers from memory, for one reader. */
    public Hits countFor(Object reader) {
        return hits.newFor(reader);
    }

    /** Returns the epoch now. */
    public long epoch() {
        return epoch.current();
    }

    /** Returns what code was last unloaded from an address, as far as it was seen; null if none. */
    public @Nullable Departed lastUnloadedAt(long address) {
        return history.lastAt(address);
    }

    /** Returns the code that was seen and is gone, the latest first. */
    public List<Unloaded> unloaded() {
        return history.all();
    }

    /** Tells {@code newWatcher} of libraries from now on. */
    public void watch(@Nullable LibraryWatcher newWatcher) {
        watcher = newWatcher;
    }

    /** Returns what was done so far. */
    public CacheCounts counts() {
        return new CacheCounts(
                hits.sum(),
                verifications.sum(),
                mismatches.sum(),
                keeper.evictions(),
                table.size(),
                keeper.bytes(),
                keeper.capacity(),
                epoch.current(),
                epoch.isFed(),
                clock.worstDelayNanos());
    }
}
