// SPDX-License-Identifier: Apache-2.0
package io.addrscope.maps;

import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.ObtainedBy;

/**
 * Reads the whole text anew for each question, as nothing less proves that an answer still holds.
 *
 * <p>Costs in proportion to the number of mappings, and allocates: this is what there is where the kernel has no query.
 */
final class TextCursor implements MappingCursor {

    private final ProcessMaps maps;
    private SnapshotCursor current;

    TextCursor(ProcessMaps maps) {
        this.maps = maps;
        this.current = new SnapshotCursor(new MapsSnapshot.Builder(0).build(), ObtainedBy.TEXT);
    }

    @Override
    public boolean seek(long address, int flags, int details) {
        current = new SnapshotCursor(maps.snapshot(), ObtainedBy.TEXT);
        return current.seek(address, flags, details);
    }

    @Override
    public boolean seekPrevious(long address) {
        current = new SnapshotCursor(maps.snapshot(), ObtainedBy.TEXT);
        return current.seekPrevious(address);
    }

    @Override
    public long start() {
        return current.start();
    }

    @Override
    public long end() {
        return current.end();
    }

    @Override
    public int permissions() {
        return current.permissions();
    }

    @Override
    public long offset() {
        return current.offset();
    }

    @Override
    public int deviceMajor() {
        return current.deviceMajor();
    }

    @Override
    public int deviceMinor() {
        return current.deviceMinor();
    }

    @Override
    public long inode() {
        return current.inode();
    }

    @Override
    public long pageSize() {
        return current.pageSize();
    }

    @Override
    public boolean isNamed(MappingName name) {
        return current.isNamed(name);
    }

    @Override
    public ObtainedBy obtainedBy() {
        return ObtainedBy.TEXT;
    }

    @Override
    public Mapping mapping() {
        return current.mapping();
    }
}
