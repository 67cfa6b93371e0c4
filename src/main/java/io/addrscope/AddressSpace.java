// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import io.addrscope.cache.Epoch;
import io.addrscope.cache.Keeper;
import io.addrscope.cache.Lease;
import io.addrscope.cache.MappingCache;
import io.addrscope.jfr.LibraryEvents;
import io.addrscope.linux.Syscalls;
import io.addrscope.linux.TargetProcess;
import io.addrscope.locate.ImageCursor;
import io.addrscope.locate.Locator;
import io.addrscope.locate.MappedFiles;
import io.addrscope.locate.MappedImages;
import io.addrscope.locate.MappingBatch;
import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.MapsSnapshot;
import io.addrscope.maps.ProcessMaps;
import io.addrscope.maps.SnapshotCursor;
import io.addrscope.model.Freshness;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.Source;
import io.addrscope.model.Unloaded;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The address space of one process: says of any native address what it is.
 *
 * <pre>{@code
 * Location where = AddressSpace.self().locate(address);
 * }</pre>
 *
 * <p>Unless a caller agrees to less ({@link Freshness}), every answer is asked of the kernel when it is given, so none is
 * older than the call. What is not known comes with a
 * reason, never as an exception; exceptions ({@link io.addrscope.model.ProcessException}) say that the process itself
 * cannot be asked: it has exited, has executed another program, or may not be read. A handle never answers about another
 * process than the one that it was opened for. Safe for any number of threads.
 */
public final class AddressSpace implements AutoCloseable {

    private static volatile @Nullable AddressSpace self;

    private final ProcessMaps maps;
    private final MappedImages images;
    private final boolean shared;
    private final LongAdder locations = new LongAdder();

    /** Locators at rest. Not thread-locals: those would outlive this class's loader, and multiply with virtual threads. */
    private final ConcurrentLinkedQueue<Locator> locators = new ConcurrentLinkedQueue<>();

    private final MappingCache cache;

    private AddressSpace(TargetProcess process, Settings settings, boolean shared) {
        this.maps = new ProcessMaps(process, settings.source());
        Keeper keeper = new Keeper(settings.memory());
        this.images = new MappedImages(maps, keeper, settings.debug(), settings.lines());
        this.shared = shared;
        Syscalls syscalls = maps.syscalls();
        this.cache = new MappingCache(
                keeper,
                process.isSelf() ? Epoch.ofThisProcess() : Epoch.uncounted(),
                process.isSelf() && syscalls != null ? syscalls.forks() : null);
        if (process.isSelf()) {
            // A recording is about the JVM that makes it.
            cache.watch(new LibraryEvents());
        }
    }

    /**
     * Returns the address space of this JVM. One for all callers, which {@link #close} leaves open.
     *
     * @throws io.addrscope.model.ProcessException if {@code /proc} is not to be read here
     */
    public static AddressSpace self() {
        AddressSpace own = self;
        if (own == null) {
            synchronized (AddressSpace.class) {
                own = self;
                if (own == null) {
                    own = new AddressSpace(TargetProcess.self(), Settings.DEFAULT, true);
                    self = own;
                }
            }
        }
        return own;
    }

    /**
     * Opens the address space of a process that the caller may read: one of the same user, or any with
     * {@code CAP_SYS_PTRACE}.
     *
     * @param pid the process, as {@code /proc} numbers it here
     * @throws io.addrscope.model.ProcessException if there is no such process or it may not be read
     */
    public static AddressSpace of(long pid) {
        return of(pid, Source.AUTO);
    }

    /**
     * Opens the address space of a process, with a choice of how to ask.
     *
     * @param pid the process, as {@code /proc} numbers it here
     * @param source how to ask
     * @throws io.addrscope.model.ProcessException if there is no such process, it may not be read, or {@code source} does
     *     not work here
     */
    public static AddressSpace of(long pid, Source source) {
        return of(pid, Settings.DEFAULT.withSource(source));
    }

    /**
     * Opens the address space of a process, with settings.
     *
     * @param pid the process, as {@code /proc} numbers it here
     * @throws io.addrscope.model.ProcessException if there is no such process, it may not be read, or the source does not
     *     work here
     */
    public static AddressSpace of(long pid, Settings settings) {
        return new AddressSpace(TargetProcess.of(pid), settings, false);
    }

    /**
     * Opens the address space of this JVM, with a choice of how to ask.
     *
     * @throws io.addrscope.model.ProcessException if {@code source} does not work here
     */
    public static AddressSpace self(Source source) {
        return self(Settings.DEFAULT.withSource(source));
    }

    /**
     * Opens the address space of this JVM, with settings: apart from that of {@link #self()}, and with a memory of its own.
     *
     * @throws io.addrscope.model.ProcessException if the source does not work here
     */
    public static AddressSpace self(Settings settings) {
        return new AddressSpace(TargetProcess.self(), settings, false);
    }

    /**
     * Says what is known of an address, verified.
     *
     * @param address any 64 bits
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    public Location locate(long address) {
        return locate(address, Freshness.VERIFIED);
    }

    /**
     * Says what is known of an address.
     *
     * @param address any 64 bits
     * @param freshness how old the answer may be; a snapshot is taken for this one
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    public Location locate(long address, Freshness freshness) {
        locations.increment();
        Locator locator = borrow(freshness);
        Location location = locator.locate(address);
        giveBack(locator, freshness);
        return location;
    }

    /**
     * Says what is known of each address, verified, in the order given; addresses may come again. The text, where it has to
     * be read, is read once.
     *
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    public List<Location> locateAll(long... addresses) {
        return locateAll(Freshness.VERIFIED, addresses);
    }

    /**
     * Says what is known of each address, in the order given; addresses may come again. Each mapping that holds some of them is
     * asked for once, by the time of the call.
     *
     * @param freshness how old the answers may be; a snapshot is taken once for all
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    public List<Location> locateAll(Freshness freshness, long... addresses) {
        locations.add(addresses.length);
        Locator locator = borrow(freshness);
        List<Location> answers = locator.locateAll(addresses);
        giveBack(locator, freshness);
        return answers;
    }

    /**
     * Returns the mapping that holds each address, with its name, in the order given: null for those that none holds. Addresses may
     * come again. For who wants to know no more than this of many addresses: each mapping that holds some of them is asked for once,
     * and given as one object to all.
     *
     * <p>The kernel's own page at the top ({@code [vsyscall]}) is found in a snapshot alone: the query does not know it.
     *
     * @param freshness how old the answers may be; a snapshot is taken once for all
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    public List<@Nullable Mapping> mappingsOf(Freshness freshness, long... addresses) {
        return new MappingBatch(mappings(takesSnapshot(freshness) ? Freshness.SNAPSHOT : freshness)).find(addresses);
    }

    /** Returns a locator for one call: verified by the kernel's query any that is at rest, else a new one. */
    private Locator borrow(Freshness freshness) {
        if (takesSnapshot(freshness)) {
            return new Locator(maps, images, cache, maps.snapshot()).as(freshness);
        }
        Locator idle = locators.poll();
        return (idle == null ? new Locator(maps, images, cache) : idle).as(freshness);
    }

    /** Not called after an exception: then the locator is forgotten, which costs no more than a new one. */
    private void giveBack(Locator locator, Freshness freshness) {
        if (!takesSnapshot(freshness)) {
            locators.offer(locator);
        }
    }

    /** By text one reading serves for a whole call, and is verified by that. */
    private boolean takesSnapshot(Freshness freshness) {
        return freshness.mode() == Freshness.Mode.SNAPSHOT
                || (freshness.mode() == Freshness.Mode.VERIFIED && isByText());
    }

    private boolean isByText() {
        return maps.obtainedBy() == ObtainedBy.TEXT;
    }

    /**
     * Returns all mappings, as they are now.
     *
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    public MapsSnapshot maps() {
        return maps.snapshot();
    }

    /** Returns a new cursor, for one thread, whose every answer is verified. */
    public Cursor cursor() {
        return cursor(Freshness.VERIFIED);
    }

    /**
     * Returns a new cursor, for one thread.
     *
     * @param freshness how old its answers may be; a snapshot is taken now and serves as long as the cursor
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    public Cursor cursor(Freshness freshness) {
        return new Cursor(mappings(freshness));
    }

    private MappingCursor mappings(Freshness freshness) {
        return switch (freshness.mode()) {
            case VERIFIED -> maps.cursor();
            case LEASED -> cache.leased(maps.cursor(), Lease.of(freshness.lease()));
            case SNAPSHOT -> new SnapshotCursor(maps.snapshot(), ObtainedBy.TEXT);
        };
    }

    /**
     * Returns a new cursor that tells of the images behind mappings and of their symbols, too, for one thread.
     *
     * @param freshness how old its answers may be; a snapshot is taken now and serves as long as the cursor
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    public ImageCursor imageCursor(Freshness freshness) {
        if (freshness.mode() == Freshness.Mode.SNAPSHOT) {
            return new ImageCursor(images, cache, maps.snapshot());
        }
        ImageCursor cursor = new ImageCursor(maps, images, cache);
        cursor.setFreshness(freshness);
        return cursor;
    }

    /**
     * Returns the code of files that was seen to be mapped and is gone, the latest first: as far as somebody asked about
     * addresses in it, both when it was there and after.
     */
    public List<Unloaded> unloaded() {
        return cache.unloaded();
    }

    /** Returns the files of the process. */
    MappedFiles mappedFiles() {
        return images.mappedFiles();
    }

    /** Returns how answers are obtained, and what was done so far. */
    public Statistics statistics() {
        return new Statistics(
                maps.obtainedBy(),
                maps.explanation(),
                locations.sum(),
                maps.queryCount(),
                maps.snapshotCount(),
                images.kept(),
                images.hits(),
                images.misses(),
                images.symbolTables(),
                images.heldFiles(),
                cache.counts());
    }

    /** Gives the files back that a process opened by {@link #of} keeps open; none of its answers may be under way. */
    @Override
    public void close() {
        if (!shared) {
            images.close();
            maps.close();
        }
    }
}
