// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.MapsQuery;
import io.addrscope.maps.MapsSnapshot;
import io.addrscope.maps.ProcessMaps;
import io.addrscope.maps.SnapshotCursor;
import io.addrscope.model.Freshness;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Neighbor;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Turns an address of one process into a {@link Location}.
 *
 * <p>For one thread at a time: it holds two cursors, one on the address and one to look around it. The images may be
 * shared with other locators.
 */
public final class Locator {

    private final ProcessMaps maps;
    private final MappedImages images;
    private final MappingCursor cursor;
    private final MappingCursor around;
    private final long checkedNanos;

    /** Asks the kernel for every answer. */
    public Locator(ProcessMaps maps, MappedImages images) {
        this(maps, images, maps.cursor(), maps.cursor(), 0);
    }

    /** Answers from one snapshot. */
    public Locator(ProcessMaps maps, MappedImages images, MapsSnapshot snapshot) {
        this(
                maps,
                images,
                new SnapshotCursor(snapshot, ObtainedBy.TEXT),
                new SnapshotCursor(snapshot, ObtainedBy.TEXT),
                snapshot.takenNanos());
    }

    private Locator(
            ProcessMaps maps, MappedImages images, MappingCursor cursor, MappingCursor around, long checkedNanos) {
        this.maps = maps;
        this.images = images;
        this.cursor = cursor;
        this.around = around;
        this.checkedNanos = checkedNanos;
    }

    /**
     * Says what is known of an address.
     *
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    public Location locate(long address) {
        long checked = checkedNanos == 0 ? System.nanoTime() : checkedNanos;
        AddressKind kind = AddressKind.of(address);
        if (kind == AddressKind.VSYSCALL) {
            // The query does not know this page; the text does.
            SnapshotCursor text = new SnapshotCursor(maps.snapshot(), ObtainedBy.TEXT);
            return text.seek(address, 0, MapsQuery.NAME)
                    ? mapped(address, text.mapping(), ObtainedBy.TEXT, checked)
                    : unmapped(address, kind, null, null, ObtainedBy.TEXT, checked);
        }
        if (cursor.seek(address, 0, MapsQuery.NAME | MapsQuery.BUILD_ID)) {
            return mapped(address, cursor.mapping(), cursor.obtainedBy(), checked);
        }
        ObtainedBy obtainedBy = cursor.obtainedBy();
        if (kind == AddressKind.KERNEL || kind == AddressKind.NON_CANONICAL) {
            return unmapped(address, kind, null, null, obtainedBy, checked);
        }
        Neighbor after = null;
        if (cursor.seek(address, MapsQuery.COVERING_OR_NEXT, MapsQuery.NAME | MapsQuery.BUILD_ID)) {
            Mapping next = cursor.mapping();
            if (next.contains(address)) {
                // Mapped between the two questions.
                return mapped(address, next, cursor.obtainedBy(), checked);
            }
            if (AddressKind.of(next.start()) == AddressKind.USER) {
                after = new Neighbor(next.start() - address, images.settleDeleted(next));
            }
        }
        Neighbor before = null;
        if (cursor.seekPrevious(address)) {
            Mapping previous = cursor.mapping();
            before = new Neighbor(address - previous.end(), images.settleDeleted(previous));
        }
        return unmapped(address, kind, before, after, obtainedBy, checked);
    }

    private Location mapped(long address, Mapping mapping, ObtainedBy obtainedBy, long checked) {
        ResolvedImage image = images.resolve(mapping, address, obtainedBy, around);
        Mapping settled = image.mapping();
        List<Reason> reasons = new ArrayList<>(image.reasons());
        Reason noFile = reasonWithoutFile(settled);
        if (noFile != null) {
            reasons.add(noFile);
        }
        return new Location(
                address,
                obtainedBy,
                Freshness.VERIFIED,
                System.nanoTime() - checked,
                0,
                settled,
                null,
                null,
                settled.inode() == 0 ? OptionalLong.empty() : OptionalLong.of(settled.fileOffset(address)),
                image.elfAddress(),
                null,
                List.of(),
                KernelUsage.of(settled, image.isElf()),
                reasons);
    }

    private static @Nullable Reason reasonWithoutFile(Mapping mapping) {
        return switch (mapping.name().kind()) {
            case NONE, NAMED_ANONYMOUS, SHARED_ANONYMOUS ->
                new Reason(
                        Reason.Code.ANONYMOUS,
                        "anonymous memory: no file holds it, and the kernel knows nothing more of it");
            case SPECIAL ->
                mapping.name().text().equals("[vdso]")
                        ? null
                        : new Reason(
                                Reason.Code.SPECIAL_MAPPING,
                                "no file holds " + mapping.name().printable());
            case SYSV, KERNEL_OBJECT ->
                new Reason(
                        Reason.Code.SPECIAL_MAPPING,
                        "no file with a path holds " + mapping.name().printable());
            case PATH, MEMFD -> null;
        };
    }

    private static Location unmapped(
            long address,
            AddressKind kind,
            @Nullable Neighbor before,
            @Nullable Neighbor after,
            ObtainedBy obtainedBy,
            long checked) {
        return new Location(
                address,
                obtainedBy,
                Freshness.VERIFIED,
                System.nanoTime() - checked,
                0,
                null,
                before,
                after,
                OptionalLong.empty(),
                OptionalLong.empty(),
                null,
                List.of(),
                null,
                List.of(Unmapped.reason(address, kind, before, after)));
    }
}
