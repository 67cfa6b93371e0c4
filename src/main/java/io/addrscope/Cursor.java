// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.MapsQuery;
import io.addrscope.model.Freshness;
import io.addrscope.model.Mapping;
import io.addrscope.model.ObtainedBy;

/**
 * The fast way to ask: one mapping after the other, as numbers, without making an object.
 *
 * <p>How old an answer may be was settled when the cursor was made ({@link AddressSpace#cursor(Freshness)}): each {@code seek}
 * asks the kernel anew by one system call, or answers from memory what was checked a short while ago. After one that returned {@link #MAPPED} the other methods
 * tell of the mapping that was found. For one thread at a time; it is cheap to keep and not quite cheap to make. Where
 * the kernel's query does not work, a seek reads all mappings as text, and allocates.
 */
public final class Cursor {

    /** No mapping holds the address. */
    public static final int UNMAPPED = 0;

    /** A mapping holds the address. */
    public static final int MAPPED = 1;

    private final MappingCursor mappings;
    private long address;

    Cursor(MappingCursor mappings) {
        this.mappings = mappings;
    }

    /**
     * Finds the mapping that holds an address, without its name.
     *
     * @return {@link #MAPPED} or {@link #UNMAPPED}
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    public int seek(long newAddress) {
        return seek(newAddress, MapsQuery.NUMBERS);
    }

    /** As {@link #seek}, and fetches the name in the same call, for {@link #mapping}. */
    public int seekNamed(long newAddress) {
        return seek(newAddress, MapsQuery.NAME);
    }

    /**
     * Finds the mapping that holds an address, or else the first one above it, without its name.
     *
     * @return {@link #MAPPED}, or {@link #UNMAPPED} if there is none at the address or above
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    public int seekAtOrAbove(long newAddress) {
        address = newAddress;
        return mappings.seek(newAddress, MapsQuery.COVERING_OR_NEXT, MapsQuery.NUMBERS) ? MAPPED : UNMAPPED;
    }

    private int seek(long newAddress, int details) {
        address = newAddress;
        return mappings.seek(newAddress, 0, details) ? MAPPED : UNMAPPED;
    }

    /** Returns the address of the last seek. */
    public long address() {
        return address;
    }

    /** Returns the first address of the mapping, inclusive. */
    public long start() {
        return mappings.start();
    }

    /** Returns the address behind the mapping's last byte, exclusive. */
    public long end() {
        return mappings.end();
    }

    /** Returns the bits of {@link io.addrscope.model.Permissions}. */
    public int permissions() {
        return mappings.permissions();
    }

    /** Returns where in the mapped file {@link #address} lies, in bytes; without a file it means nothing. */
    public long fileOffset() {
        return address - mappings.start() + mappings.offset();
    }

    /** Returns the inode of the mapped file; 0 without a file. */
    public long inode() {
        return mappings.inode();
    }

    /** Returns the major number of the mapped file's device. */
    public int deviceMajor() {
        return mappings.deviceMajor();
    }

    /** Returns the minor number of the mapped file's device. */
    public int deviceMinor() {
        return mappings.deviceMinor();
    }

    /** Returns the size in bytes of the pages that back the mapping; 0 where the text answered. */
    public long pageSize() {
        return mappings.pageSize();
    }

    /** Returns where the answer came from. */
    public ObtainedBy obtainedBy() {
        return mappings.obtainedBy();
    }

    /** Returns the mapping as a value, with its name if the seek was named. */
    public Mapping mapping() {
        return mappings.mapping();
    }
}
