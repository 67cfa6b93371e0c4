// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the debug information of one mapped image: by its file in the state in which the image was read, by the file as it is now
 * if that is still the mapped one, or by its build ID.
 */
final class LineReading implements PartStore.Reading<ImageLines>, CurrentFile.Reading<ImageLines> {

    private final MappedImages images;
    private final KnownImage image;

    LineReading(MappedImages images, KnownImage image) {
        this.images = images;
        this.image = image;
    }

    @Override
    public ImageLines read() {
        List<Reason> reasons = new ArrayList<>(1);
        ImageLines found = CurrentFile.read(images, image, this, reasons);
        if (found != null) {
            return found;
        }
        Mapping mapping = image.mapping();
        MappingName name = mapping.deleted() ? mapping.name().withoutDeletedMark() : mapping.name();
        LoadedImage loaded = image.image();
        if (loaded != null) {
            try {
                return images.linesInMemory(loaded.image(), name);
            } catch (IOException e) {
                reasons.add(FileImages.unusable(name, e));
            }
        }
        return ImageLines.missing(
                reasons.isEmpty()
                        ? new Reason(Reason.Code.NO_DEBUG_INFO, name.printable() + " is not loaded")
                        : reasons.get(reasons.size() - 1));
    }

    @Override
    public ImageLines read(FileVersion file) throws IOException {
        return images.linesInFile(file);
    }
}
