// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.cache.Departed;
import io.addrscope.cache.Epoch;
import io.addrscope.cache.MappingCache;
import io.addrscope.elf.UnsignedOrder;
import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.MapsQuery;
import io.addrscope.maps.MapsSnapshot;
import io.addrscope.maps.ProcessMaps;
import io.addrscope.maps.SnapshotCursor;
import io.addrscope.model.Address;
import io.addrscope.model.Freshness;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Neighbor;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.Reason;
import io.addrscope.model.Symbol;
import io.addrscope.model.Unloaded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Turns an address of one process into a {@link Location}.
 *
 * <p>For one thread at a time: it holds two cursors, one on the address and one to look around it. What it learns may be
 * shared with other locators.
 */
public final class Locator {

    private final ProcessMaps maps;
    private final MappedImages images;
    private final MappingCache cache;

    /** Asks, and keeps; null where a snapshot answers. */
    private final @Nullable ImageCursor kept;

    private final @Nullable MapsSnapshot snapshot;
    private final MappingCursor cursor;
    private final ImageProof.Means means;

    /** The image of the last answer that had a mapping. */
    private @Nullable KnownImage answered;

    /** When the last answer was checked. */
    private Check checked = new Check(Epoch.UNCOUNTED, 0);

    private Freshness freshness = Freshness.VERIFIED;

    /** Whether one address is asked about, and not several at once. */
    private boolean alone = true;

    /** Asks for every answer, unless {@link #as} allows otherwise. */
    public Locator(ProcessMaps maps, MappedImages images, MappingCache cache) {
        this.maps = maps;
        this.images = images;
        this.cache = cache;
        ImageCursor asking = new ImageCursor(maps, images, cache);
        this.kept = asking;
        this.snapshot = null;
        this.cursor = asking.source();
        this.means = asking.means();
    }

    /** Answers from one snapshot. */
    public Locator(ProcessMaps maps, MappedImages images, MappingCache cache, MapsSnapshot snapshot) {
        this.maps = maps;
        this.images = images;
        this.cache = cache;
        this.kept = null;
        this.snapshot = snapshot;
        this.cursor = new SnapshotCursor(snapshot, ObtainedBy.TEXT);
        this.means = images.means(new SnapshotCursor(snapshot, ObtainedBy.TEXT));
    }

    /** Gives answers of this freshness from now on; of a snapshot it is only what they are called. Returns this locator. */
    public Locator as(Freshness newFreshness) {
        freshness = newFreshness;
        if (kept != null) {
            kept.setFreshness(newFreshness);
        }
        return this;
    }

    /**
     * Says what is known of each address, in the order given. The source is asked once about each mapping, or gap, that holds
     * some of them.
     *
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    public List<Location> locateAll(long... addresses) {
        alone = addresses.length == 1;
        int[] order = UnsignedOrder.indices(addresses, addresses.length);
        Location[] found = new Location[order.length];
        @Nullable KnownImage[] imageOf = new KnownImage[order.length];
        for (int i = 0; i < order.length; i++) {
            long address = addresses[order[i]];
            Location same = i == 0 ? null : besides(address, found[i - 1]);
            found[i] = same == null ? plain(address) : same;
            imageOf[i] = found[i].isMapped() ? answered : null;
        }
        addLines(found, imageOf);
        Location[] answers = new Location[order.length];
        for (int i = 0; i < order.length; i++) {
            answers[order[i]] = found[i];
        }
        return new ArrayList<>(Arrays.asList(answers));
    }

    /** Those of one image are asked about together: they lie side by side. */
    private void addLines(Location[] found, @Nullable KnownImage[] imageOf) {
        int end;
        for (int start = 0; start < found.length; start = end) {
            KnownImage image = imageOf[start];
            end = start + 1;
            while (end < found.length && Objects.equals(imageOf[end], image)) {
                end++;
            }
            if (image != null) {
                images.addLines(image, found, start, end);
            }
        }
    }

    /** Answers by the answer just given, if the address lies in the same mapping or gap; else returns null. */
    private @Nullable Location besides(long address, Location previous) {
        if (address == previous.address()) {
            return previous;
        }
        Check check = checked;
        Mapping mapping = previous.mapping();
        KnownImage image = answered;
        if (mapping != null) {
            return image != null && mapping.contains(address)
                    ? mapped(address, image, previous.obtainedBy(), check)
                    : null;
        }
        Neighbor before = previous.before();
        Neighbor after = previous.after();
        if (before == null || after == null || AddressKind.of(address) != AddressKind.USER) {
            return null;
        }
        long gapStart = before.mapping().end();
        long gapEnd = after.mapping().start();
        return Address.isWithin(address, gapStart, gapEnd)
                ? unmapped(
                        address,
                        AddressKind.USER,
                        new Neighbor(address - gapStart, before.mapping()),
                        new Neighbor(gapEnd - address, after.mapping()),
                        previous.obtainedBy(),
                        check)
                : null;
    }

    /**
     * Says what is known of an address.
     *
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    public Location locate(long address) {
        Location[] found = {plain(address)};
        KnownImage image = answered;
        if (image != null && found[0].isMapped()) {
            images.addLines(image, found, 0, 1);
        }
        return found[0];
    }

    /** Answers without lines. */
    private Location plain(long address) {
        Check now = snapshot == null
                ? new Check(cache.epoch(), System.nanoTime())
                : new Check(Epoch.UNCOUNTED, snapshot.takenNanos());
        AddressKind kind = AddressKind.of(address);
        if (kind == AddressKind.VSYSCALL) {
            // The query does not know this page; the text does.
            SnapshotCursor text = new SnapshotCursor(maps.snapshot(), ObtainedBy.TEXT);
            return text.seek(address, 0, MapsQuery.NAME)
                    ? seenOnce(address, text, now)
                    : unmapped(address, kind, null, null, ObtainedBy.TEXT, now);
        }
        Location mapped = kept == null ? seen(address, now) : asked(address, kept);
        return mapped == null ? notMapped(address, kind, now) : mapped;
    }

    /** When, and in which epoch, a mapping was checked. */
    private record Check(long epoch, long nanos) {}

    /** Answers by a cursor; returns null if nothing is mapped. */
    private @Nullable Location asked(long address, ImageCursor asking) {
        asking.seekNamed(address);
        KnownImage image = asking.image();
        return image == null
                ? null
                : mapped(address, image, asking.obtainedBy(), new Check(asking.epoch(), asking.checkedNanos()));
    }

    /** Answers from the snapshot; returns null if nothing is mapped. */
    private @Nullable Location seen(long address, Check now) {
        return cursor.seek(address, 0, MapsQuery.NAME) ? seenOnce(address, cursor, now) : null;
    }

    /** Answers without keeping anything. */
    private Location seenOnce(long address, MappingCursor at, Check check) {
        KnownImage image = images.know(at.mapping(), address, at.obtainedBy(), means);
        return mapped(address, image, at.obtainedBy(), check);
    }

    private Location notMapped(long address, AddressKind kind, Check check) {
        if (kind == AddressKind.KERNEL || kind == AddressKind.NON_CANONICAL) {
            return unmapped(address, kind, null, null, cursor.obtainedBy(), check);
        }
        ObtainedBy obtainedBy = cursor.obtainedBy();
        Neighbor after = null;
        if (cursor.seek(address, MapsQuery.COVERING_OR_NEXT, MapsQuery.NAME | MapsQuery.BUILD_ID)) {
            Mapping next = cursor.mapping();
            if (next.contains(address)) {
                // Mapped between the two questions.
                return seenOnce(address, cursor, check);
            }
            if (AddressKind.of(next.start()) == AddressKind.USER) {
                after = new Neighbor(next.start() - address, images.settleDeleted(next));
            }
        }
        Neighbor before = null;
        if (cursor.seekPrevious(address)) {
            Mapping previous = cursor.mapping();
            before = new Neighbor(address - previous.end(), images.settleDeleted(previous));
        }
        return unmapped(address, kind, before, after, obtainedBy, check);
    }

    private Location mapped(long address, KnownImage known, ObtainedBy obtainedBy, Check check) {
        answered = known;
        checked = check;
        ResolvedImage image = known.at(address, means.source());
        Mapping settled = image.mapping();
        List<Reason> reasons = new ArrayList<>(image.reasons());
        Reason noFile = WithoutFile.reason(settled);
        if (noFile != null) {
            reasons.add(noFile);
        }
        Symbol symbol = image.elfAddress().isPresent()
                ? Symbolizer.symbol(
                        symbolsOf(known, address, image.elfAddress().getAsLong()),
                        image.elfAddress().getAsLong(),
                        settled.name().printable(),
                        reasons)
                : null;
        addUnloaded(address, settled, reasons);
        return new Location(
                address,
                obtainedBy,
                freshness,
                System.nanoTime() - check.nanos(),
                check.epoch(),
                settled,
                null,
                null,
                settled.inode() == 0 ? OptionalLong.empty() : OptionalLong.of(settled.fileOffset(address)),
                image.elfAddress(),
                symbol,
                List.of(),
                KernelUsage.of(settled, image.isElf()),
                reasons);
    }

    private ImageSymbols symbolsOf(KnownImage known, long address, long elfAddress) {
        ImageSymbols kept = known.symbols();
        if (kept != null) {
            return kept;
        }
        return snapshot != null && alone
                ? images.symbolsFor(elfAddress, known, address, means)
                : images.symbols(known, address, means);
    }

    /** Says so if other code was seen here that is gone, as far as this process is what the cache is about now. */
    private void addUnloaded(long address, @Nullable Mapping now, List<Reason> reasons) {
        Departed last = cache.lastUnloadedAt(address);
        if (last == null) {
            return;
        }
        Unloaded unloaded = last.unloaded();
        if (now == null || !now.isSameFile(unloaded.mapping())) {
            reasons.add(Unmapped.unloaded(address, unloaded, symbolThen(address, last), System.nanoTime()));
        }
    }

    /** Returns what was at an address in an image that is gone, as far as that is still known. */
    private @Nullable Symbol symbolThen(long address, Departed departed) {
        if (!(departed.payload() instanceof KnownImage image)) {
            return null;
        }
        LoadedImage loaded = image.image();
        if (loaded == null || !loaded.isKnown(address)) {
            return null;
        }
        ImageSymbols symbols = images.symbolsLeft(image);
        return symbols == null
                ? null
                : Symbolizer.symbol(symbols, loaded.knownElfAddress(address), "", new ArrayList<>());
    }

    private Location unmapped(
            long address,
            AddressKind kind,
            @Nullable Neighbor before,
            @Nullable Neighbor after,
            ObtainedBy obtainedBy,
            Check check) {
        checked = check;
        List<Reason> reasons = new ArrayList<>(2);
        reasons.add(Unmapped.reason(address, kind, before, after));
        addUnloaded(address, null, reasons);
        return new Location(
                address,
                obtainedBy,
                freshness,
                System.nanoTime() - check.nanos(),
                check.epoch(),
                null,
                before,
                after,
                OptionalLong.empty(),
                OptionalLong.empty(),
                null,
                List.of(),
                null,
                reasons);
    }
}
