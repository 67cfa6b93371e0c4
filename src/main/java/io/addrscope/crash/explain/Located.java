// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.crash.Landmark;
import io.addrscope.crash.Landmarks;
import io.addrscope.model.Address;
import io.addrscope.model.Location;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.Reason;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the addresses of a report are, all asked about at once. */
final class Located {

    private final Addresses addresses;
    private final Landmarks landmarks;
    private final Map<Long, Location> known = new HashMap<>();

    Located(Addresses addresses, Landmarks landmarks) {
        this.addresses = addresses;
        this.landmarks = landmarks;
    }

    /** Asks about addresses, each of which {@link #at} will tell. */
    void ask(Set<Long> wanted) {
        Set<Long> unknown = new LinkedHashSet<>(wanted);
        unknown.removeAll(known.keySet());
        long[] asked = new long[unknown.size()];
        int count = 0;
        for (long address : unknown) {
            asked[count++] = address;
        }
        List<Location> answers = addresses.locateAll(asked);
        for (int i = 0; i < asked.length; i++) {
            known.put(asked[i], withUsage(answers.get(i)));
        }
    }

    /** Returns what an address is. */
    Location at(long address) {
        Location location = known.get(address);
        if (location == null) {
            ask(Set.of(address));
            location = known.get(address);
        }
        if (location == null) {
            throw new IllegalStateException("no answer");
        }
        return location;
    }

    /** The report knows better what memory without a file is for. */
    private Location withUsage(Location location) {
        boolean isOfFile = location.mapping() != null && location.mapping().isFileBacked();
        List<Landmark> here = isOfFile ? List.of() : landmarks.at(location.address());
        if (here.isEmpty()) {
            return location;
        }
        Location used = location.withUsage(here.get(0).usage());
        return location.isMapped() || location.obtainedBy() != ObtainedBy.REPORT ? used : notListed(used);
    }

    /** The report tells what the memory was for, so its list of mappings lacks this one. */
    private static Location notListed(Location location) {
        Reason reason = new Reason(
                Reason.Code.NOT_RECORDED,
                "the report tells what " + Address.format(location.address())
                        + " was for, but does not list its mapping");
        return location.with(null, List.of(), List.of(reason));
    }
}
