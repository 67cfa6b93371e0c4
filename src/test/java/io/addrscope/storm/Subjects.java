// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

import io.addrscope.Cursor;
import io.addrscope.locate.ImageCursor;
import io.addrscope.maps.MapsSnapshot;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The ways to ask that AddrScope has, and some that are stale on purpose. */
final class Subjects {

    private static final long PAGE_MASK = -Storm.PAGE_BYTES;

    private Subjects() {}

    /** Seeks with a cursor, as fresh as it is. */
    static Subject seeking(Cursor cursor) {
        return (address, answer) -> {
            if (cursor.seek(address) == Cursor.MAPPED) {
                answer.setMapped(
                        cursor.permissions(),
                        cursor.inode(),
                        cursor.deviceMajor(),
                        cursor.deviceMinor(),
                        cursor.fileOffset());
            } else {
                answer.setUnmapped();
            }
        };
    }

    /** Seeks with a cursor for images, as fresh as it is. */
    static Subject seeking(ImageCursor cursor) {
        return (address, answer) -> {
            cursor.seek(address);
            set(answer, cursor.mapping(), address);
        };
    }

    /** Asks for all that is known, with a method of {@link io.addrscope.AddressSpace}. */
    static Subject locating(LongFunction<Location> locate) {
        return (address, answer) -> set(answer, locate.apply(address).mapping(), address);
    }

    /** Stale on purpose: answers for ever from what was mapped once. */
    static Subject remembering(MapsSnapshot snapshot) {
        return (address, answer) -> {
            int index = snapshot.indexOf(address);
            set(answer, index < 0 ? null : snapshot.mapping(index), address);
        };
    }

    /**
     * Stale on purpose, but not more than it says: repeats for a page what another subject has answered, for so many
     * nanoseconds after that one was asked.
     */
    static Subject repeating(Subject asked, long nanos) {
        record Kept(Answer answer, long address, long askedNanos) {}
        Map<Long, Kept> pages = new HashMap<>();
        return (address, answer) -> {
            Kept kept = pages.get(address & PAGE_MASK);
            long now = System.nanoTime();
            if (kept == null || now - kept.askedNanos() > nanos) {
                kept = new Kept(new Answer(), address, now);
                asked.ask(address, kept.answer());
                pages.put(address & PAGE_MASK, kept);
            }
            answer.set(kept.answer(), address - kept.address());
        };
    }

    private static void set(Answer answer, @Nullable Mapping mapping, long address) {
        if (mapping == null) {
            answer.setUnmapped();
        } else {
            answer.setMapped(
                    mapping.permissions().bits(),
                    mapping.inode(),
                    mapping.device().major(),
                    mapping.device().minor(),
                    mapping.fileOffset(address));
        }
    }
}
