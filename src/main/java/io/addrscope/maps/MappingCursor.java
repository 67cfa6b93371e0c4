// SPDX-License-Identifier: Apache-2.0
package io.addrscope.maps;

import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.ObtainedBy;

/**
 * Looks at one mapping after the other, in numbers that cost no object.
 *
 * <p>After a {@code seek} that returned true the other methods tell of the mapping that was found, and only then. For
 * one thread at a time. Every {@code seek} may throw a {@link io.addrscope.model.ProcessException}.
 */
public interface MappingCursor {

    /**
     * Finds the mapping for an address.
     *
     * @param address the address
     * @param flags query flags of {@link MapsQuery}; 0 for the mapping that holds {@code address}
     * @param details what beyond the numbers to fetch, of {@link MapsQuery}
     * @return whether there is one
     */
    boolean seek(long address, int flags, int details);

    /**
     * Finds the last mapping that lies wholly below an address, with its name.
     *
     * @return whether there is one
     */
    boolean seekPrevious(long address);

    /** Returns the first address, inclusive. */
    long start();

    /** Returns the address behind the last byte, exclusive. */
    long end();

    /** Returns the bits of {@link io.addrscope.model.Permissions}. */
    int permissions();

    /** Returns where in the file the first byte lies, in bytes. */
    long offset();

    /** Returns the major number of the file's device. */
    int deviceMajor();

    /** Returns the minor number of the file's device. */
    int deviceMinor();

    /** Returns the inode of the file; 0 without a file. */
    long inode();

    /** Returns the size in bytes of the pages that back the mapping; 0 where the source does not tell. */
    long pageSize();

    /** Returns whether the mapping has this name, if the name was asked for. */
    boolean isNamed(MappingName name);

    /** Returns where the answer came from. */
    ObtainedBy obtainedBy();

    /** Returns the mapping as a value, with the details that were asked for. */
    Mapping mapping();
}
