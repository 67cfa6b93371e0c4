// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.maps.MapsSnapshot;
import io.addrscope.model.Mapping;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the libraries in the mappings of a report. Those of one file that follow each other, with nothing but nameless
 * memory between them, are one image; where the first of them comes again, with the same offset and permissions, another
 * image of the same file begins. What has no executable part is data.
 */
final class LibraryImages {

    private final List<LibraryImage> images = new ArrayList<>();
    private @Nullable Mapping head;
    private long end;
    private int first;
    private boolean isExecutable;

    private LibraryImages() {}

    /** Returns the images, at most {@link Limits#LIBRARIES}, in ascending order of addresses. */
    static List<LibraryImage> of(MapsSnapshot snapshot) {
        LibraryImages found = new LibraryImages();
        for (int i = 0; i < snapshot.size() && found.images.size() < Limits.LIBRARIES; i++) {
            found.take(snapshot.mapping(i), i);
        }
        found.close();
        return List.copyOf(found.images);
    }

    private void take(Mapping mapping, int index) {
        if (!mapping.isFileBacked()) {
            if (!mapping.name().isEmpty()) {
                close();
            }
            return;
        }
        Mapping begun = head;
        if (begun == null || !isPartOf(begun, mapping)) {
            close();
            head = mapping;
            first = index;
        }
        end = mapping.end();
        isExecutable |= mapping.permissions().isExecutable();
    }

    private static boolean isPartOf(Mapping head, Mapping mapping) {
        boolean isSameName = mapping.isSameFile(head) && mapping.name().equals(head.name());
        boolean isHeadAgain =
                mapping.offset() == head.offset() && mapping.permissions().equals(head.permissions());
        return isSameName && !isHeadAgain;
    }

    private void close() {
        Mapping begun = head;
        if (begun != null && isExecutable) {
            images.add(new LibraryImage(begun.name(), begun.start(), end, first));
        }
        head = null;
        isExecutable = false;
    }
}
