// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.MapsQuery;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.ObtainedBy;
import org.jspecify.annotations.Nullable;

/**
 * Answers from memory what was checked within a lease and in the current epoch. That no mapping holds an address is not
 * kept: it is asked each time, as are searches with flags. A hit takes no lock and allocates nothing.
 */
final class LeasedCursor implements MappingCursor {

    private final MappingCache cache;
    private final MappingCursor source;
    private final Lease lease;
    private final Hits hits;

    /** The mapping that the cursor is at; null where the source is. */
    private @Nullable KeptMapping current;

    LeasedCursor(MappingCache cache, MappingCursor source, Lease lease) {
        this.cache = cache;
        this.source = source;
        this.lease = lease;
        this.hits = cache.countFor(this);
    }

    @Override
    public boolean seek(long address, int flags, int details) {
        if (flags != 0) {
            current = null;
            return source.seek(address, flags, details);
        }
        KeptMapping found = cache.lookUp(address, source, details != MapsQuery.NUMBERS, lease, hits);
        current = found;
        return found != null;
    }

    @Override
    public boolean seekPrevious(long address) {
        current = null;
        return source.seekPrevious(address);
    }

    @Override
    public long start() {
        KeptMapping at = current;
        return at == null ? source.start() : at.start();
    }

    @Override
    public long end() {
        KeptMapping at = current;
        return at == null ? source.end() : at.end();
    }

    @Override
    public int permissions() {
        KeptMapping at = current;
        return at == null ? source.permissions() : at.permissions();
    }

    @Override
    public long offset() {
        KeptMapping at = current;
        return at == null ? source.offset() : at.offset();
    }

    @Override
    public int deviceMajor() {
        KeptMapping at = current;
        return at == null ? source.deviceMajor() : at.deviceMajor();
    }

    @Override
    public int deviceMinor() {
        KeptMapping at = current;
        return at == null ? source.deviceMinor() : at.deviceMinor();
    }

    @Override
    public long inode() {
        KeptMapping at = current;
        return at == null ? source.inode() : at.inode();
    }

    @Override
    public long pageSize() {
        KeptMapping at = current;
        return at == null ? source.pageSize() : at.pageSize();
    }

    @Override
    public boolean isNamed(MappingName name) {
        return mapping().name().equals(name);
    }

    @Override
    public ObtainedBy obtainedBy() {
        KeptMapping at = current;
        return at == null ? source.obtainedBy() : at.obtainedBy();
    }

    @Override
    public Mapping mapping() {
        KeptMapping at = current;
        return at == null ? source.mapping() : at.mapping();
    }
}
