// SPDX-License-Identifier: Apache-2.0
package io.addrscope.maps;

import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.ObtainedBy;

/** A cursor over a snapshot: answers as {@code PROCMAP_QUERY} would have at that time. */
public final class SnapshotCursor implements MappingCursor {

    private final MapsSnapshot snapshot;
    private final ObtainedBy obtainedBy;
    private int index;

    /** @param obtainedBy where the snapshot came from */
    public SnapshotCursor(MapsSnapshot snapshot, ObtainedBy obtainedBy) {
        this.snapshot = snapshot;
        this.obtainedBy = obtainedBy;
    }

    @Override
    public boolean seek(long address, int flags, int details) {
        int found = snapshot.indexOf(address);
        if ((flags & MapsQuery.COVERING_OR_NEXT) == 0) {
            index = found;
            return found >= 0 && fits(found, flags);
        }
        index = found >= 0 ? found : -(found + 1);
        while (index < snapshot.size() && !fits(index, flags)) {
            index++;
        }
        return index < snapshot.size();
    }

    @Override
    public boolean seekPrevious(long address) {
        int found = snapshot.indexOf(address);
        index = (found >= 0 ? found : -(found + 1)) - 1;
        return index >= 0;
    }

    private boolean fits(int candidate, int flags) {
        int wanted = flags & MapsQuery.PERMISSIONS;
        return (snapshot.permissions(candidate) & wanted) == wanted
                && ((flags & MapsQuery.FILE_BACKED) == 0 || snapshot.hasFile(candidate));
    }

    @Override
    public long start() {
        return snapshot.start(index);
    }

    @Override
    public long end() {
        return snapshot.end(index);
    }

    @Override
    public int permissions() {
        return snapshot.permissions(index);
    }

    @Override
    public long offset() {
        return snapshot.offset(index);
    }

    @Override
    public int deviceMajor() {
        return snapshot.deviceMajor(index);
    }

    @Override
    public int deviceMinor() {
        return snapshot.deviceMinor(index);
    }

    @Override
    public long inode() {
        return snapshot.inode(index);
    }

    @Override
    public long pageSize() {
        return 0;
    }

    @Override
    public boolean isNamed(MappingName name) {
        return snapshot.mapping(index).name().equals(name);
    }

    @Override
    public ObtainedBy obtainedBy() {
        return obtainedBy;
    }

    @Override
    public Mapping mapping() {
        return snapshot.mapping(index);
    }
}
