// SPDX-License-Identifier: Apache-2.0
package io.addrscope.maps;

import io.addrscope.model.Address;
import io.addrscope.model.Device;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.Permissions;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;

/**
 * A whole address space at one time: its mappings in ascending order, none overlapping another.
 *
 * <p>Held in arrays, some 60 bytes a mapping and its name once for a run of mappings that share it; a {@link Mapping} is
 * made when asked for. The kernel hands the text out in pieces: a mapping that changes between two pieces may show its
 * old or its new shape, never a false gap. Immutable; safe for any number of threads.
 */
public final class MapsSnapshot {

    private final long takenNanos;
    private final int size;
    private final long[] starts;
    private final long[] ends;
    private final long[] offsets;
    private final long[] inodes;
    private final long[] devices;
    private final byte[] permissions;
    private final int[] nameStarts;
    private final int[] nameEnds;
    private final byte[] names;

    private MapsSnapshot(Builder builder) {
        this.takenNanos = builder.takenNanos;
        this.size = builder.size;
        this.starts = builder.starts;
        this.ends = builder.ends;
        this.offsets = builder.offsets;
        this.inodes = builder.inodes;
        this.devices = builder.devices;
        this.permissions = builder.permissions;
        this.nameStarts = builder.nameStarts;
        this.nameEnds = builder.nameEnds;
        this.names = builder.names;
    }

    /** Returns the {@link System#nanoTime} before the first piece was read. */
    public long takenNanos() {
        return takenNanos;
    }

    /** Returns how many mappings there are. */
    public int size() {
        return size;
    }

    /**
     * Returns the index of the mapping that holds {@code address}, or {@code -(i + 1)} where {@code i} is the index of the
     * first mapping above it, or {@link #size} if there is none.
     */
    public int indexOf(long address) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (Address.isBelow(address, starts[middle])) {
                high = middle - 1;
            } else if (Address.isBelow(address - starts[middle], ends[middle] - starts[middle])) {
                return middle;
            } else {
                low = middle + 1;
            }
        }
        return -(low + 1);
    }

    /**
     * Returns a mapping; its build ID and page size, which the text does not have, are not set.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= index < size()}
     */
    public Mapping mapping(int index) {
        MappingName name = MappingName.of(Arrays.copyOfRange(names, nameStarts[index], nameEnds[index]));
        return new Mapping(
                start(index),
                end(index),
                new Permissions(permissions(index)),
                offset(index),
                new Device(deviceMajor(index), deviceMinor(index)),
                inode(index),
                name,
                name.kind() == MappingName.Kind.PATH && name.hasDeletedMark(),
                0,
                null);
    }

    /** Returns the mappings as a list that makes each when asked for. */
    public List<Mapping> mappings() {
        return new AbstractList<>() {
            @Override
            public Mapping get(int index) {
                return mapping(index);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    long start(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return starts[index];
    }

    long end(int index) {
        return ends[index];
    }

    int permissions(int index) {
        return permissions[index];
    }

    long offset(int index) {
        return offsets[index];
    }

    int deviceMajor(int index) {
        return (int) (devices[index] >>> Integer.SIZE);
    }

    int deviceMinor(int index) {
        return (int) devices[index];
    }

    long inode(int index) {
        return inodes[index];
    }

    /** Returns whether the kernel holds a file for the mapping; a System V segment may have inode 0 on a device. */
    boolean hasFile(int index) {
        return inodes[index] != 0 || devices[index] != 0;
    }

    /** Appends a mapping, or the part of it from {@code start} to {@code end}, to {@code target}. */
    void copy(int index, long start, long end, Builder target) {
        target.append(
                start,
                end,
                permissions[index],
                inodes[index] == 0 ? offsets[index] : offsets[index] + (start - starts[index]),
                deviceMajor(index),
                deviceMinor(index),
                inodes[index],
                names,
                nameStarts[index],
                nameEnds[index]);
    }

    /** Collects mappings in ascending order. For one thread, and for one snapshot. */
    static final class Builder {

        private static final int FIRST_CAPACITY = 256;
        private static final int FIRST_NAME_BYTES = 8192;

        private final long takenNanos;
        private int size;
        private long[] starts = new long[FIRST_CAPACITY];
        private long[] ends = new long[FIRST_CAPACITY];
        private long[] offsets = new long[FIRST_CAPACITY];
        private long[] inodes = new long[FIRST_CAPACITY];
        private long[] devices = new long[FIRST_CAPACITY];
        private byte[] permissions = new byte[FIRST_CAPACITY];
        private int[] nameStarts = new int[FIRST_CAPACITY];
        private int[] nameEnds = new int[FIRST_CAPACITY];
        private byte[] names = new byte[FIRST_NAME_BYTES];
        private int namesUsed;

        Builder(long takenNanos) {
            this.takenNanos = takenNanos;
        }

        /** Adds a mapping; its name lies in {@code source} from {@code nameFrom} to {@code nameTo}, exclusive. */
        void add(
                long start,
                long end,
                int permissionBits,
                long offset,
                int deviceMajor,
                int deviceMinor,
                long inode,
                byte[] source,
                int nameFrom,
                int nameTo) {
            dropOverlapped(start);
            append(start, end, permissionBits, offset, deviceMajor, deviceMinor, inode, source, nameFrom, nameTo);
        }

        /** As {@link #add}, for a start that is not below the end of the mapping before. */
        void append(
                long start,
                long end,
                int permissionBits,
                long offset,
                int deviceMajor,
                int deviceMinor,
                long inode,
                byte[] source,
                int nameFrom,
                int nameTo) {
            if (size == starts.length) {
                grow();
            }
            starts[size] = start;
            ends[size] = end;
            permissions[size] = (byte) permissionBits;
            offsets[size] = offset;
            devices[size] = ((long) deviceMajor << Integer.SIZE) | (deviceMinor & 0xffff_ffffL);
            inodes[size] = inode;
            addName(source, nameFrom, nameTo);
            size++;
        }

        /** Returns the bytes that all names take. */
        int nameBytes() {
            return namesUsed;
        }

        /** Returns the end of the last mapping, or 0 if there is none. */
        long lastEnd() {
            return size == 0 ? 0 : ends[size - 1];
        }

        /** A mapping that changed between two pieces of the text comes twice: what was read last holds. */
        private void dropOverlapped(long start) {
            while (size > 0 && !Address.isBelow(starts[size - 1], start)) {
                size--;
            }
            // The subtraction holds for an end of 2^64 too.
            if (size > 0 && Address.isBelow(start - starts[size - 1], ends[size - 1] - starts[size - 1])) {
                ends[size - 1] = start;
            }
        }

        private void addName(byte[] source, int from, int to) {
            int length = to - from;
            if (size > 0 && Arrays.equals(names, nameStarts[size - 1], nameEnds[size - 1], source, from, to)) {
                nameStarts[size] = nameStarts[size - 1];
                nameEnds[size] = nameEnds[size - 1];
                return;
            }
            if (names.length - namesUsed < length) {
                names = Arrays.copyOf(names, Math.max(names.length * 2, namesUsed + length));
            }
            System.arraycopy(source, from, names, namesUsed, length);
            nameStarts[size] = namesUsed;
            namesUsed += length;
            nameEnds[size] = namesUsed;
        }

        private void grow() {
            int capacity = size * 2;
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
            offsets = Arrays.copyOf(offsets, capacity);
            inodes = Arrays.copyOf(inodes, capacity);
            devices = Arrays.copyOf(devices, capacity);
            permissions = Arrays.copyOf(permissions, capacity);
            nameStarts = Arrays.copyOf(nameStarts, capacity);
            nameEnds = Arrays.copyOf(nameEnds, capacity);
        }

        MapsSnapshot build() {
            return new MapsSnapshot(this);
        }
    }
}
