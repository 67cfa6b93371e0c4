// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.maps.MapsSnapshot;
import io.addrscope.maps.ReportedMaps;
import io.addrscope.model.Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The mapping section of a report: an address space at the time of the report, or what is left of one. Immutable; safe for
 * any number of threads.
 */
public final class MappingSection {

    /** What the section lists. */
    public enum Format {
        /** There is no section, or nothing in it. */
        NONE,
        /** The text of {@code /proc/PID/maps}. */
        LINUX,
        /** Windows: first address, address behind the last, path. */
        WINDOWS,
        /** macOS and Solaris: first address, path. */
        BASES,
        /** Something else. */
        OTHER
    }

    /**
     * A library of another system.
     *
     * @param base its first address
     * @param end the address behind it, where that is listed
     * @param path its path
     */
    public record Library(Word base, @Nullable Word end, Text path) {}

    private final Format format;
    private final MapsSnapshot snapshot;
    private final ReportedMaps listed;
    private final int lines;
    private final int unreadable;
    private final @Nullable Word declared;
    private final boolean isCut;
    private final List<Library> libraries;

    MappingSection(
            Format format,
            ReportedMaps listed,
            int lines,
            int unreadable,
            @Nullable Word declared,
            boolean isCut,
            List<Library> libraries) {
        this.format = format;
        this.snapshot = listed.build();
        this.listed = listed;
        this.lines = lines;
        this.unreadable = unreadable;
        this.declared = declared;
        this.isCut = isCut;
        this.libraries = libraries;
    }

    /** Returns what the section lists. */
    public Format format() {
        return format;
    }

    /** Returns the mappings, in ascending order; none unless the format is {@link Format#LINUX}. */
    public MapsSnapshot snapshot() {
        return snapshot;
    }

    /**
     * Returns the offset in the input of the line of a mapping.
     *
     * @param index as of {@link #snapshot}
     */
    public long position(int index) {
        return listed.position(index);
    }

    /** Returns how many lines of mappings were read. */
    public int lines() {
        return lines;
    }

    /** Returns how many lines were no mappings: of other output, or edited. */
    public int unreadable() {
        return unreadable;
    }

    /** Returns how many mappings the report says there are. */
    public @Nullable Word declared() {
        return declared;
    }

    /** Returns whether it is known that mappings are missing. */
    public boolean isCut() {
        return declared == null ? isCut : declared.value() != lines;
    }

    /**
     * Returns whether it is certain that nothing else was mapped: there are as many mappings as the report says. Reports
     * before JDK 21 do not say; there only {@link #isCut} shows that something is missing, and edited ones show nothing.
     */
    public boolean isComplete() {
        return format == Format.LINUX && !isCut() && declared != null && unreadable == 0;
    }

    /** Returns whether {@code address} lies in the part of the address space that the section has to say something of. */
    public boolean reaches(long address) {
        int size = snapshot.size();
        return size > 0
                && (!isCut()
                        || Address.isBelow(address, snapshot.mapping(size - 1).end()));
    }

    /** Returns the libraries of another system. */
    public List<Library> libraries() {
        return libraries;
    }
}
