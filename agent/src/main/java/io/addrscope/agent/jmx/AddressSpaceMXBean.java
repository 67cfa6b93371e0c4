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

    /** How many times kept headers served. */
    long getImageHitCount();

    /** How many times headers had to be read. */
    long getImageMissCount();
}
