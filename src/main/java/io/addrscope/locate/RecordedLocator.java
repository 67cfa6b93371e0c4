// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.cache.Epoch;
import io.addrscope.debuginfo.DebugSettings;
import io.addrscope.maps.MapsSnapshot;
import io.addrscope.maps.SnapshotCursor;
import io.addrscope.model.Address;
import io.addrscope.model.Freshness;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Neighbor;
import io.addrscope.model.Reason;
import io.addrscope.model.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Turns addresses of a recorded address space into {@link Location}s, by the files of this machine: those that are the mapped ones,
 * and marked with {@link Reason.Code#UNPROVEN} those of which nothing contradicts that they are. Nothing of any process is asked. For
 * one thread at a time.
 */
public final class RecordedLocator {

    /** Nanoseconds of more days do not fit into 63 bits. */
    private static final long MAX_DAYS = 100_000;

    private final Recording recording;
    private final MapsSnapshot maps;
    private final SnapshotCursor around;
    private final RecordedImages images;

    /**
     * Answers about a recorded address space.
     *
     * @param debug where debug files are looked for
     * @param memory bytes that may be kept, about
     * @param wantLines whether locations get the functions, files and lines of debug information
     */
    public RecordedLocator(Recording recording, DebugSettings debug, long memory, boolean wantLines) {
        this.recording = recording;
        this.maps = recording.maps();
        this.around = new SnapshotCursor(maps, recording.obtainedBy());
        this.images = new RecordedImages(recording, debug, memory, wantLines);
    }

    /** Says what is known of each address, in the order given; those of one file are asked about together. */
    public List<Location> locateAll(long... addresses) {
        @Nullable Location[] found = new @Nullable Location[addresses.length];
        Map<Integer, List<Integer>> byMapping = new LinkedHashMap<>();
        for (int i = 0; i < addresses.length; i++) {
            int index = maps.indexOf(addresses[i]);
            if (index < 0) {
                found[i] = unmapped(addresses[i], -(index + 1));
            } else {
                byMapping.computeIfAbsent(index, none -> new ArrayList<>()).add(i);
            }
        }
        byMapping.forEach((index, places) -> locate(maps.mapping(index), addresses, places, found));
        List<Location> all = new ArrayList<>(found.length);
        for (Location location : found) {
            all.add(Objects.requireNonNull(location));
        }
        return Collections.unmodifiableList(all);
    }

    private void locate(Mapping mapping, long[] addresses, List<Integer> places, @Nullable Location[] found) {
        RecordedImage image = images.of(mapping, around);
        Mapping known = mapping.withBuildId(image.buildId());
        FileLocator file = image.file();
        List<Integer> asked = new ArrayList<>();
        List<OptionalLong> elfAddresses = new ArrayList<>();
        for (int place : places) {
            OptionalLong elfAddress = image.elfAddress(addresses[place], mapping, around);
            if (elfAddress.isPresent()) {
                asked.add(place);
                elfAddresses.add(elfAddress);
            } else {
                found[place] = mapped(addresses[place], known, image, null);
            }
        }
        if (file == null || asked.isEmpty()) {
            return;
        }
        List<Location> inFile = file.locateAll(
                elfAddresses.stream().mapToLong(OptionalLong::getAsLong).toArray());
        for (int i = 0; i < asked.size(); i++) {
            int place = asked.get(i);
            found[place] = mapped(addresses[place], known, image, inFile.get(i));
        }
    }

    /** @param inFile what the file says; null if there is none, or the address lies between its segments */
    private Location mapped(long address, Mapping mapping, RecordedImage image, @Nullable Location inFile) {
        List<Reason> reasons = new ArrayList<>(image.reasons());
        if (inFile != null) {
            reasons.addAll(inFile.reasons());
        } else if (image.file() != null) {
            reasons.add(new Reason(
                    Reason.Code.NOT_IN_SEGMENT,
                    "the address lies between the segments of " + mapping.name().printable()));
        }
        Symbol symbol = inFile == null ? null : inFile.symbol();
        return new Location(
                address,
                recording.obtainedBy(),
                Freshness.SNAPSHOT,
                ageNanos(),
                Epoch.UNCOUNTED,
                mapping,
                null,
                null,
                mapping.inode() == 0 ? OptionalLong.empty() : OptionalLong.of(mapping.fileOffset(address)),
                inFile == null ? OptionalLong.empty() : inFile.elfAddress(),
                symbol,
                inFile == null ? List.of() : inFile.frames(),
                KernelUsage.of(mapping, image.file() != null),
                reasons);
    }

    /** @param next index of the first mapping above; the size if there is none */
    private Location unmapped(long address, int next) {
        AddressKind kind = AddressKind.of(address);
        boolean isInUserSpace = kind == AddressKind.USER || kind == AddressKind.NULL_PAGE;
        boolean isKnown = kind != AddressKind.USER || recording.reaches().test(address);
        Neighbor before = null;
        Neighbor after = null;
        if (isKnown && isInUserSpace) {
            before = next == 0 ? null : before(address, maps.mapping(next - 1));
            after = next == maps.size() ? null : after(address, maps.mapping(next));
        }
        Reason reason = isKnown
                ? Unmapped.reason(address, kind, before, after)
                : new Reason(
                        Reason.Code.NOT_RECORDED,
                        "the " + recording.obtainedBy() + " does not say whether anything was mapped at "
                                + Address.format(address));
        return new Location(
                address,
                recording.obtainedBy(),
                Freshness.SNAPSHOT,
                ageNanos(),
                Epoch.UNCOUNTED,
                null,
                before,
                after,
                OptionalLong.empty(),
                OptionalLong.empty(),
                null,
                List.of(),
                null,
                List.of(reason));
    }

    private static Neighbor before(long address, Mapping mapping) {
        return new Neighbor(address - mapping.end(), mapping);
    }

    private static @Nullable Neighbor after(long address, Mapping mapping) {
        return AddressKind.of(mapping.start()) == AddressKind.USER
                ? new Neighbor(mapping.start() - address, mapping)
                : null;
    }

    /** By the clock on the wall if it is known when the record was made, else since it was read. */
    private long ageNanos() {
        Instant time = recording.time();
        if (time == null) {
            return System.nanoTime() - maps.takenNanos();
        }
        Duration age = Duration.between(time, Instant.now());
        return age.isNegative() || age.toDays() > MAX_DAYS ? 0 : age.toNanos();
    }
}
