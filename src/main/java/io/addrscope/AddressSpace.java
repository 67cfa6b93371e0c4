// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import io.addrscope.linux.TargetProcess;
import io.addrscope.locate.Locator;
import io.addrscope.locate.MappedImages;
import io.addrscope.maps.MapsSnapshot;
import io.addrscope.maps.ProcessMaps;
import io.addrscope.model.Location;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.Source;
import java.util.ArrayList;
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
 * <p>Every answer is asked of the kernel when it is given, so none is older than the call. What is not known comes with a
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

    private AddressSpace(TargetProcess process, Source source, boolean shared) {
        this.maps = new ProcessMaps(process, source);
        this.images = new MappedImages(maps);
        this.shared = shared;
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
                    own = new AddressSpace(TargetProcess.self(), Source.AUTO, true);
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
        return new AddressSpace(TargetProcess.of(pid), source, false);
    }

    /**
     * Opens the address space of this JVM, with a choice of how to ask.
     *
     * @throws io.addrscope.model.ProcessException if {@code source} does not work here
     */
    public static AddressSpace self(Source source) {
        return new AddressSpace(TargetProcess.self(), source, false);
    }

    /**
     * Says what is known of an address.
     *
     * @param address any 64 bits
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    public Location locate(long address) {
        locations.increment();
        Locator locator = borrow();
        Location location = locator.locate(address);
        giveBack(locator);
        return location;
    }

    /**
     * Says what is known of each address, in the order given. The text, where it has to be read, is read once.
     *
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    public List<Location> locateAll(long... addresses) {
        locations.add(addresses.length);
        Locator locator = borrow();
        List<Location> answers = new ArrayList<>(addresses.length);
        for (long address : addresses) {
            answers.add(locator.locate(address));
        }
        giveBack(locator);
        return answers;
    }

    /** Returns a locator for one call: by text one with a snapshot of its own, else any that is at rest. */
    private Locator borrow() {
        if (isByText()) {
            return new Locator(maps, images, maps.snapshot());
        }
        Locator idle = locators.poll();
        return idle == null ? new Locator(maps, images) : idle;
    }

    /** Not called after an exception: then the locator is forgotten, which costs no more than a new one. */
    private void giveBack(Locator locator) {
        if (!isByText()) {
            locators.offer(locator);
        }
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

    /** Returns a new cursor, for one thread. */
    public Cursor cursor() {
        return new Cursor(maps.cursor());
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
                images.misses());
    }

    /** Gives the files back that a process opened by {@link #of} keeps open; none of its answers may be under way. */
    @Override
    public void close() {
        if (!shared) {
            maps.close();
        }
    }
}
