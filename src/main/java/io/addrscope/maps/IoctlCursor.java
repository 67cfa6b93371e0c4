// SPDX-License-Identifier: Apache-2.0
package io.addrscope.maps;

import io.addrscope.linux.Errno;
import io.addrscope.linux.Syscalls;
import io.addrscope.model.Address;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.ObtainedBy;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel for each mapping; allocates nothing until a {@link Mapping} is asked for.
 *
 * <p>Where the kernel does not answer one question (a name longer than it will copy, a filter that forbids the call by
 * now, memory that runs out), the text answers this one.
 */
final class IoctlCursor implements MappingCursor {

    private final ProcessMaps maps;
    private final MapsDescriptor descriptor;
    private final ProcmapQuery query;

    /** The name, where it did not come with the query. */
    private @Nullable MappingName nameFromText;

    /** Who answered instead of the kernel's query; null after an answer of its own. */
    private @Nullable SnapshotCursor text;

    IoctlCursor(ProcessMaps maps, MapsDescriptor descriptor, Syscalls syscalls) {
        this.maps = maps;
        this.descriptor = descriptor;
        this.query = new ProcmapQuery(syscalls);
    }

    @Override
    public boolean seek(long address, int flags, int details) {
        text = null;
        nameFromText = null;
        int errno = ask(address, flags, details);
        if (errno == 0) {
            return true;
        }
        if (errno == Errno.ENOENT) {
            return false;
        }
        return seekAfter(errno, address, flags, details);
    }

    private int ask(long address, int flags, int details) {
        maps.countQuery();
        int errno;
        do {
            errno = query.ask(descriptor.fd(), address, flags, details);
        } while (errno == Errno.EINTR);
        return errno;
    }

    private boolean seekAfter(int errno, long address, int flags, int details) {
        if (errno == Errno.ENAMETOOLONG && (details & MapsQuery.NAME) != 0) {
            // Nothing was written, not even the numbers.
            int withoutName = ask(address, flags, details & ~MapsQuery.NAME);
            if (withoutName == 0) {
                nameFromText = nameOf(start());
                return true;
            }
            if (withoutName == Errno.ENOENT) {
                return false;
            }
        }
        // For a process that is gone or has been replaced this throws.
        SnapshotCursor answering = new SnapshotCursor(maps.snapshot(), ObtainedBy.TEXT);
        text = answering;
        return answering.seek(address, flags, details);
    }

    private MappingName nameOf(long start) {
        MapsSnapshot snapshot = maps.snapshot();
        int index = snapshot.indexOf(start);
        return index >= 0 ? snapshot.mapping(index).name() : MappingName.NONE;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The kernel has no such query: this halves the range in which the mapping must end, some 40 queries at most,
     * however many mappings there are.
     */
    @Override
    public boolean seekPrevious(long address) {
        boolean found = false;
        long candidate = 0;
        long low = 0;
        long high = address;
        while (Address.isBelow(low, high)) {
            // The first step looks at the bottom: below the first mapping there is nothing to halve.
            long middle = found ? low + ((high - low) >>> 1) : low;
            if (seek(middle, MapsQuery.COVERING_OR_NEXT, MapsQuery.NUMBERS) && Address.isBelow(start(), address)) {
                found = true;
                candidate = start();
                low = end();
            } else {
                high = middle;
            }
        }
        return found && seek(candidate, 0, MapsQuery.NAME | MapsQuery.BUILD_ID);
    }

    @Override
    public long start() {
        return text == null ? query.start() : text.start();
    }

    @Override
    public long end() {
        return text == null ? query.end() : text.end();
    }

    @Override
    public int permissions() {
        return text == null ? query.permissions() : text.permissions();
    }

    @Override
    public long offset() {
        return text == null ? query.offset() : text.offset();
    }

    @Override
    public int deviceMajor() {
        return text == null ? query.deviceMajor() : text.deviceMajor();
    }

    @Override
    public int deviceMinor() {
        return text == null ? query.deviceMinor() : text.deviceMinor();
    }

    @Override
    public long inode() {
        return text == null ? query.inode() : text.inode();
    }

    @Override
    public long pageSize() {
        return text == null ? query.pageSize() : text.pageSize();
    }

    @Override
    public ObtainedBy obtainedBy() {
        return text == null ? ObtainedBy.IOCTL : ObtainedBy.TEXT;
    }

    @Override
    public Mapping mapping() {
        return text == null ? query.mapping(nameFromText) : text.mapping();
    }
}
