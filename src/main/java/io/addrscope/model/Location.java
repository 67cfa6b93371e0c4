// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one address: the one answer that every door of AddrScope gives.
 *
 * <p>What is not known is null or empty, and {@link #reasons} says why.
 *
 * @param address the address that was asked about
 * @param obtainedBy where the mapping comes from
 * @param freshness how old the answer may be
 * @param ageNanos nanoseconds between the check of the mapping and the answer
 * @param epoch the epoch in which the mapping was checked; 0 where nothing counts epochs
 * @param mapping the mapping that holds the address; null if none does
 * @param before for an unmapped address, the nearest mapping below; null if there is none
 * @param after for an unmapped address, the nearest mapping above; null if there is none
 * @param fileOffset where in the mapped file the byte lies, in bytes
 * @param elfAddress the address in the ELF file's own terms ({@code st_value}, DWARF)
 * @param symbol the function or variable; null if none is known
 * @param frames the functions at this address, innermost first; the last is the one that {@code symbol} names
 * @param usage what the memory is used for; null if unknown
 * @param reasons why something above is missing
 */
public record Location(
        long address,
        ObtainedBy obtainedBy,
        Freshness freshness,
        long ageNanos,
        long epoch,
        @Nullable Mapping mapping,
        @Nullable Neighbor before,
        @Nullable Neighbor after,
        OptionalLong fileOffset,
        OptionalLong elfAddress,
        @Nullable Symbol symbol,
        List<Frame> frames,
        @Nullable Usage usage,
        List<Reason> reasons) {

    /** Copies the lists. */
    public Location {
        frames = List.copyOf(frames);
        reasons = List.copyOf(reasons);
    }

    /** Returns this location with other frames. */
    public Location withFrames(List<Frame> newFrames) {
        return with(symbol, newFrames, reasons);
    }

    /** Returns this location with another symbol, other frames and other reasons. */
    public Location with(@Nullable Symbol newSymbol, List<Frame> newFrames, List<Reason> newReasons) {
        return with(newSymbol, newFrames, usage, newReasons);
    }

    /** Returns this location with another statement of what the memory is used for. */
    public Location withUsage(@Nullable Usage newUsage) {
        return with(symbol, frames, newUsage, reasons);
    }

    private Location with(
            @Nullable Symbol newSymbol, List<Frame> newFrames, @Nullable Usage newUsage, List<Reason> newReasons) {
        return new Location(
                address,
                obtainedBy,
                freshness,
                ageNanos,
                epoch,
                mapping,
                before,
                after,
                fileOffset,
                elfAddress,
                newSymbol,
                newFrames,
                newUsage,
                newReasons);
    }

    /** Returns whether a mapping holds the address. */
    public boolean isMapped() {
        return mapping != null;
    }

    /** Returns the reason with {@code code}, or null if there is none. */
    public @Nullable Reason reason(Reason.Code code) {
        for (Reason reason : reasons) {
            if (reason.code() == code) {
                return reason;
            }
        }
        return null;
    }
}
