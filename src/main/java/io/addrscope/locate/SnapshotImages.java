// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.maps.MapsSnapshot;
import io.addrscope.model.ObtainedBy;
import org.jspecify.annotations.Nullable;

/**
 * The images behind the mappings of a snapshot. Each is looked at once, when it is first asked about, and belongs to the
 * snapshot from then on. For one thread at a time.
 */
final class SnapshotImages {

    private final MapsSnapshot snapshot;
    private final MappedImages images;
    private final ImageProof.Means means;
    private final @Nullable KnownImage[] known;

    /** @param means to look at the process by; its source is of the same snapshot */
    SnapshotImages(MapsSnapshot snapshot, MappedImages images, ImageProof.Means means) {
        this.snapshot = snapshot;
        this.images = images;
        this.means = means;
        this.known = new @Nullable KnownImage[snapshot.size()];
    }

    long takenNanos() {
        return snapshot.takenNanos();
    }

    /** Returns what is known of the image at an address; null if nothing is mapped there. */
    @Nullable
    KnownImage at(long address) {
        int index = snapshot.indexOf(address);
        if (index < 0) {
            return null;
        }
        KnownImage image = known[index];
        if (image == null) {
            image = images.know(snapshot.mapping(index), address, ObtainedBy.TEXT, means);
            known[index] = image;
        }
        return image;
    }
}
