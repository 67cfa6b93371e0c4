// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.MapsQuery;
import io.addrscope.model.BuildId;
import io.addrscope.model.Device;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.Permissions;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Mappings that a test makes and takes away, and a count of how often they were asked about. */
final class ScriptedSource implements MappingCursor {

    private final NavigableMap<Long, Mapping> mappings = new TreeMap<>();
    private Mapping current = mapping(0, 1, 0, 0, "", null);
    private boolean withName;
    private int questions;
    private Runnable whenAsked = () -> {};

    /** Makes a mapping; {@code name} and build ID may be empty. */
    static Mapping mapping(long start, long end, int permissions, long inode, String name, @Nullable BuildId buildId) {
        return new Mapping(
                start,
                end,
                new Permissions(permissions),
                0,
                new Device(8, 1),
                inode,
                MappingName.of(name),
                false,
                4096,
                buildId);
    }

    /** Makes the code of a library. */
    static Mapping code(long start, long end, long inode, String name, int build) {
        int permissions = Permissions.READ | Permissions.EXECUTE;
        return mapping(start, end, permissions, inode, name, BuildId.of(new byte[] {(byte) build}));
    }

    /** Makes anonymous memory. */
    static Mapping memory(long start, long end) {
        return mapping(start, end, Permissions.READ, 0, "", null);
    }

    ScriptedSource map(Mapping mapping) {
        mappings.put(mapping.start(), mapping);
        return this;
    }

    void unmap(long start) {
        mappings.remove(start);
    }

    /** Does something during each question from now on. */
    ScriptedSource whenAsked(Runnable action) {
        whenAsked = action;
        return this;
    }

    int questions() {
        return questions;
    }

    @Override
    public boolean seek(long address, int flags, int details) {
        questions++;
        whenAsked.run();
        Map.Entry<Long, Mapping> below = mappings.floorEntry(address);
        if (below == null || !below.getValue().contains(address)) {
            return false;
        }
        current = below.getValue();
        withName = (details & MapsQuery.NAME) != 0;
        return true;
    }

    @Override
    public boolean seekPrevious(long address) {
        return false;
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
        return current.permissions().bits();
    }

    @Override
    public long offset() {
        return current.offset();
    }

    @Override
    public int deviceMajor() {
        return current.device().major();
    }

    @Override
    public int deviceMinor() {
        return current.device().minor();
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
        return withName && current.name().equals(name);
    }

    @Override
    public ObtainedBy obtainedBy() {
        return ObtainedBy.IOCTL;
    }

    @Override
    public Mapping mapping() {
        return withName ? current : current.withName(MappingName.NONE).withBuildId(null);
    }
}
