// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.jmx;

/**
 * What native addresses of this JVM are, over JMX: {@value #OBJECT_NAME}.
 *
 * <p>Answers are the JSON lines that every other way to ask gives, one object a line. They disclose the layout of the
 * address space to whoever may call them. Counters only ever grow.
 */
public interface AddressSpaceMXBean {

    /** The name under which the bean is registered. */
    String OBJECT_NAME = "io.addrscope:type=AddressSpace";

    /**
     * Says what is known of one address.
     *
     * @param address hexadecimal, with or without {@code 0x}
     * @return the location, as one JSON object
     * @throws IllegalArgumentException if it is not an address, saying why
     * @throws IllegalStateException if the address space cannot be read
     */
    String locate(String address);

    /**
     * Says what is known of many addresses; a bad one does not fail the others.
     *
     * @param addresses as for {@link #locate}
     * @return one JSON object for each, in their order; that of a token which is no address holds {@code token} and
     *     {@code error} only
     * @throws IllegalStateException if the address space cannot be read
     */
    String[] locateAll(String[] addresses);

    /**
     * Lists all mappings, as they are now.
     *
     * @return one JSON object for each, by rising addresses
     * @throws IllegalStateException if the address space cannot be read
     */
    String[] maps();

    /** The agent's version. */
    String getVersion();

    /** How single addresses are looked up: {@code ioctl} or {@code text}. */
    String getObtainedBy();

    /** Why the kernel's query is not used, in one sentence; empty where it is. */
    String getObtainedByReason();

    /** How many addresses were located. */
    long getLocationCount();

    /** How many times the kernel's query was made. */
    long getQueryCount();

    /** How many times the text of all mappings was read. */
    long getSnapshotCount();

    /** How many ELF images' headers are kept now. */
    int getImageCount();

    /** How many images' symbols are kept now. */
    int getSymbolTableCount();

    /** How many files are held open now because they are asked about often: one descriptor each. */
    int getHeldFileCount();

    /** How many times kept headers served. */
    long getImageHitCount();

    /** How many times headers had to be read. */
    long getImageMissCount();

    /** How many answers came from memory, under a lease. */
    long getCacheHitCount();

    /** How many times the kernel was asked whether a mapping that is kept, or another, is in force. */
    long getCacheVerificationCount();

    /** How many times another mapping, or none, was found where one was kept. */
    long getCacheMismatchCount();

    /** How many times something that was kept had to make room. */
    long getCacheEvictionCount();

    /** How many mappings are kept now. */
    int getCacheMappingCount();

    /** How many bytes are kept now, about. */
    long getCacheBytes();

    /** How many bytes are kept at most: the option {@code memory}. */
    long getCacheCapacityBytes();

    /** The epoch now: how often the address space is known to have changed, from 1; 0 where nothing counts. */
    long getEpoch();

    /** Whether hooks in the JDK move the epoch; where not, leases go by time alone. */
    boolean isEpochFed();

    /** The events at which hooks in the JDK move the epoch now. */
    String[] getHooks();

    /** The events at which they should and do not, each with the reason: {@code EVENT: REASON}. */
    String[] getMissingHooks();

    /** By how much more than a millisecond the coarse clock of leases has lagged at worst, in nanoseconds. */
    long getLeaseClockDelayNanos();
}
