// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.model.Address;
import io.addrscope.model.BuildId;
import io.addrscope.model.ByteSize;
import io.addrscope.model.Mapping;
import io.addrscope.model.Neighbor;
import io.addrscope.model.Reason;
import io.addrscope.model.Symbol;
import io.addrscope.model.Unloaded;
import org.jspecify.annotations.Nullable;

/** Says of an address that no mapping holds what can be said. */
final class Unmapped {

    private Unmapped() {}

    /**
     * Returns why nothing is mapped at an address, in one sentence.
     *
     * @param kind what the address's bits say
     * @param before the nearest mapping below, if any
     * @param after the nearest mapping above, if any
     */
    static Reason reason(long address, AddressKind kind, @Nullable Neighbor before, @Nullable Neighbor after) {
        String hex = Address.format(address);
        return switch (kind) {
            case NULL_PAGE ->
                new Reason(
                        Reason.Code.NULL_PAGE,
                        address == 0
                                ? "the null pointer; nothing is mapped there"
                                : "in the null page: a null pointer plus " + hex);
            case NON_CANONICAL ->
                new Reason(
                        Reason.Code.NON_CANONICAL,
                        hex + " is no canonical address: the processor translates it to nothing");
            case KERNEL ->
                new Reason(Reason.Code.KERNEL_ADDRESS, hex + " lies in the kernel's half of the address space");
            case VSYSCALL ->
                new Reason(
                        Reason.Code.UNMAPPED,
                        hex + " is where [vsyscall] lies on kernels that have it; this process has none");
            case USER -> new Reason(Reason.Code.UNMAPPED, nothingThere(hex, before, after));
        };
    }

    /**
     * Returns the reason that tells of code which was seen at an address and is gone.
     *
     * @param symbol what was at the address; null if that is not known any more
     * @param now the time by {@link System#nanoTime}
     */
    static Reason unloaded(long address, Unloaded unloaded, @Nullable Symbol symbol, long now) {
        Mapping was = unloaded.mapping();
        BuildId buildId = was.buildId();
        return new Reason(
                Reason.Code.UNLOADED,
                "was " + (symbol == null ? "" : symbol.name() + "+" + Address.format(symbol.offset()) + " in ")
                        + was.name().printable() + "+" + Address.format(was.fileOffset(address)) + " (file offset"
                        + (buildId == null ? "" : "; build ID " + buildId) + "), unmapped between "
                        + seconds(now - unloaded.firstMissedNanos()) + " and "
                        + seconds(now - unloaded.lastSeenNanos()) + " s ago");
    }

    /** Whole milliseconds, as seconds. */
    private static String seconds(long nanos) {
        long millis = Math.max(0, nanos) / 1_000_000;
        String fraction = Long.toString(millis % 1000 + 1000);
        return millis / 1000 + "." + fraction.substring(1);
    }

    private static String nothingThere(String hex, @Nullable Neighbor before, @Nullable Neighbor after) {
        if (before == null) {
            if (after == null) {
                return "nothing is mapped at " + hex + ", nor anywhere else";
            }
            return Address.format(after.distance()) + " below the first mapping, " + describe(after.mapping());
        }
        String past = Address.format(before.distance()) + " past the end of " + describe(before.mapping());
        if (after == null) {
            return past + ", the last mapping";
        }
        long gap = after.mapping().start() - before.mapping().end();
        return past + ", in the gap of " + ByteSize.format(gap) + " before " + describe(after.mapping());
    }

    private static String describe(Mapping mapping) {
        return (mapping.name().isEmpty()
                        ? "anonymous memory " + Address.format(mapping.start()) + "-" + Address.format(mapping.end())
                        : mapping.name().printable())
                + " ("
                + mapping.permissions()
                + ")";
    }
}
