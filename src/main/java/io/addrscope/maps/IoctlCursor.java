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

    /** Searches for a previous mapping in a row that may be in vain. */
    private static final int MAX_SEARCHES = 8;

    private final ProcessMaps maps;
    private final MapsDescriptor descriptor;
    private final ProcmapQuery query;

    /** The name, where it did not come with the query. */
    private @Nullable MappingName nameFromText;

    /** Who answered instead of the kernel's query; null after an answer of its own. */
    private @Nullable SnapshotCursor text;

    /** What the last search for a previous mapping found. */
    private long previousStart;

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
            if (withoutName == Errno.ENOENT) {
                return false;
            }
            if (withoutName == 0) {
                nameFromText = nameInText();
                if (nameFromText != null) {
                    return true;
                }
            }
        }
        SnapshotCursor answering = answerFromText();
        if (errno != Errno.ENAMETOOLONG) {
            maps.refused(errno);
        }
        return answering.seek(address, flags, details);
    }

    /** For a process that is gone or has been replaced this throws. */
    private SnapshotCursor answerFromText() {
        SnapshotCursor answering = new SnapshotCursor(maps.snapshot(), ObtainedBy.TEXT);
        text = answering;
        return answering;
    }

    /** Returns the name that the text gives the mapping in the query; null if that is no more what it was. */
    private @Nullable MappingName nameInText() {
        MapsSnapshot snapshot = maps.snapshot();
        int index = snapshot.indexOf(query.start());
        if (index < 0) {
            return null;
        }
        Mapping found = snapshot.mapping(index);
        Mapping asked = query.mapping(found.name());
        return asked.isSameFile(found) && asked.offset() == found.offset() && asked.start() == found.start()
                ? found.name()
                : null;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The kernel has no such query: this halves the range in which the mapping must end, some 40 queries at most,
     * however many mappings there are. A mapping that is gone by the time that its name is asked for is no answer: then
     * the search begins anew, and where mappings come and go too fast the text answers.
     */
    @Override
    public boolean seekPrevious(long address) {
        for (int attempt = 0; attempt < MAX_SEARCHES; attempt++) {
            if (!searchPrevious(address)) {
                return text != null && text.seekPrevious(address);
            }
            boolean still = seek(previousStart, 0, MapsQuery.NAME | MapsQuery.BUILD_ID);
            if (still && liesBelow(address)) {
                return true;
            }
        }
        return answerFromText().seekPrevious(address);
    }

    /** Leaves the mapping's start in {@link #previousStart}; returns false where there is none, or where the text takes over. */
    private boolean searchPrevious(long address) {
        boolean found = false;
        long candidate = 0;
        long low = 0;
        long high = address;
        while (Address.isBelow(low, high)) {
            // The first step looks at the bottom: below the first mapping there is nothing to halve.
            long middle = found ? low + ((high - low) >>> 1) : low;
            boolean any = seek(middle, MapsQuery.COVERING_OR_NEXT, MapsQuery.NUMBERS);
            if (text != null) {
                return false;
            }
            if (any && liesBelow(address)) {
                found = true;
                candidate = start();
                low = end();
            } else {
                high = middle;
            }
        }
        previousStart = candidate;
        return found;
    }

    private boolean liesBelow(long address) {
        return !Address.isBelow(address, end());
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
    public boolean isNamed(MappingName name) {
        if (text != null) {
            return text.isNamed(name);
        }
        MappingName other = nameFromText;
        return other == null ? query.isNamed(name) : other.equals(name);
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
