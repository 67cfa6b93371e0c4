// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import io.addrscope.maps.MappingCursor;
import io.addrscope.model.Address;
import io.addrscope.model.BuildId;
import io.addrscope.model.Device;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.Permissions;
import org.jspecify.annotations.Nullable;

/**
 * A mapping as it was when it was last checked, and what is known of it beyond the numbers.
 *
 * <p>The numbers are its identity and never change: a mapping with others is another one. When and in which epoch it was
 * checked changes with each check, as two values that belong together but are not written together. That is enough: each
 * says by itself that the mapping was there at some time not before the one written, so that a reader who meets the epoch
 * of one check and the time of another is told nothing untrue. Safe for any number of threads.
 */
public final class KeptMapping extends Kept {

    /** What the object and its place in the table take, in bytes, about. */
    private static final long OWN_BYTES = 160;

    /** What a name takes besides its bytes, in bytes, about. */
    private static final long NAME_BYTES = 200;

    /** The epoch that never comes: of what is known to be gone. */
    private static final long NEVER = -1;

    private final MappingCache cache;

    // What each lookup reads stands together, so that it is likely to be in one line of the processor's cache.
    private final long start;
    private final long end;
    private volatile long epoch = NEVER;
    private volatile long checkedNanos;

    private final long offset;
    private final long inode;
    private final long pageSize;
    private final int permissions;
    private final int deviceMajor;
    private final int deviceMinor;
    private final ObtainedBy obtainedBy;
    private final @Nullable Mapping named;

    private volatile @Nullable Object payload;

    /**
     * The mapping that a cursor is at.
     *
     * @param named the same mapping with its name; null if the name is not kept
     */
    KeptMapping(MappingCache cache, MappingCursor found, @Nullable Mapping named) {
        super(OWN_BYTES + (named == null ? 0 : NAME_BYTES + named.name().length()));
        this.cache = cache;
        this.start = found.start();
        this.end = found.end();
        this.offset = found.offset();
        this.inode = found.inode();
        this.pageSize = found.pageSize();
        this.permissions = found.permissions();
        this.deviceMajor = found.deviceMajor();
        this.deviceMinor = found.deviceMinor();
        this.obtainedBy = found.obtainedBy();
        this.named = named;
    }

    /** Returns whether this is the mapping that {@code found} is at, from the same source, name and all if the name is kept. */
    boolean isAt(MappingCursor found) {
        Mapping known = named;
        return hasNumbersOf(found) && (known == null || found.isNamed(known.name()));
    }

    /** Returns whether this has the numbers of the mapping that {@code found} is at, from the same source. */
    boolean hasNumbersOf(MappingCursor found) {
        return start == found.start()
                && end == found.end()
                && offset == found.offset()
                && inode == found.inode()
                && permissions == found.permissions()
                && deviceMajor == found.deviceMajor()
                && deviceMinor == found.deviceMinor()
                && obtainedBy == found.obtainedBy();
    }

    /** Returns whether {@code other} maps the same file, and build, such that each byte of it lies where it lies here. */
    boolean continues(KeptMapping other) {
        return inode == other.inode
                && deviceMajor == other.deviceMajor
                && deviceMinor == other.deviceMinor
                && start - offset == other.start - other.offset
                && mayBeOfOneBuild(buildId(), other.buildId());
    }

    /** Where the text answered no build ID is known. */
    private static boolean mayBeOfOneBuild(@Nullable BuildId one, @Nullable BuildId other) {
        return one == null || other == null || one.equals(other);
    }

    private @Nullable BuildId buildId() {
        Mapping known = named;
        return known == null ? null : known.buildId();
    }

    /** Returns whether {@code other} has the same numbers and permissions, of a build that is not another. */
    boolean isLike(KeptMapping other) {
        return start == other.start && end == other.end && permissions == other.permissions && continues(other);
    }

    boolean contains(long address) {
        return Address.isBelow(address - start, end - start);
    }

    /** Returns whether this is code of a file whose name is known: what libraries are told by. */
    boolean isLibraryCode() {
        Mapping known = named;
        return known != null && (permissions & Permissions.EXECUTE) != 0 && known.isFileBacked();
    }

    /**
     * Notes that the mapping was found in force.
     *
     * @param newEpoch the epoch, as it was before the kernel was asked
     * @param nanos the time by {@link System#nanoTime}, as it was before the kernel was asked
     */
    void checked(long newEpoch, long nanos) {
        checkedNanos = nanos;
        epoch = newEpoch;
    }

    /** Notes that it was found to be gone, or is not kept. A check that is under way may still note what it found before. */
    void gone() {
        epoch = NEVER;
    }

    boolean isGone() {
        return epoch == NEVER;
    }

    /** Returns the epoch of the last check. */
    public long epoch() {
        return epoch;
    }

    /** Returns the time of the last check, by {@link System#nanoTime}. */
    public long checkedNanos() {
        return checkedNanos;
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    long offset() {
        return offset;
    }

    long inode() {
        return inode;
    }

    long pageSize() {
        return pageSize;
    }

    int permissions() {
        return permissions;
    }

    int deviceMajor() {
        return deviceMajor;
    }

    int deviceMinor() {
        return deviceMinor;
    }

    /** Returns where the mapping comes from. */
    public ObtainedBy obtainedBy() {
        return obtainedBy;
    }

    /** Returns the mapping with its name and build ID; null if the name is not kept. */
    public @Nullable Mapping named() {
        return named;
    }

    /** Returns the mapping as a value, with its name if that is kept. */
    Mapping mapping() {
        Mapping known = named;
        return known == null
                ? new Mapping(
                        start,
                        end,
                        new Permissions(permissions),
                        offset,
                        new Device(deviceMajor, deviceMinor),
                        inode,
                        MappingName.NONE,
                        false,
                        pageSize,
                        null)
                : known;
    }

    /** Returns what somebody has attached to it, such as the image that it belongs to. */
    public @Nullable Object payload() {
        return payload;
    }

    /** Attaches something that holds of this mapping as long as it is kept. */
    public void attach(@Nullable Object newPayload) {
        payload = newPayload;
    }

    @Override
    protected void evicted() {
        cache.evicted(this);
    }
}
