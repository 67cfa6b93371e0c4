// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.elf.SymbolTable;
import io.addrscope.linux.FileUnavailableException;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the symbols of one mapped image from the best source that is to be had: its file in the state in which the image was
 * read, the file as it is now if that is still the mapped one, or memory.
 */
final class SymbolReading implements PartStore.Reading<ImageSymbols>, CurrentFile.Reading<ImageSymbols> {

    private final MappedImages images;
    private final KnownImage image;
    private final long address;
    private final ImageProof.Means means;
    private final List<Reason> reasons = new ArrayList<>();

    SymbolReading(MappedImages images, KnownImage image, long address, ImageProof.Means means) {
        this.images = images;
        this.image = image;
        this.address = address;
        this.means = means;
    }

    @Override
    public ImageSymbols read() {
        ImageSymbols found = CurrentFile.read(images, image, this, reasons);
        if (found == null) {
            found = inMemory();
        }
        return found == null ? new ImageSymbols(SymbolTable.EMPTY, null, false, reasons, images.newNumber()) : found;
    }

    @Override
    public ImageSymbols read(FileVersion file) throws IOException {
        return images.symbolsInFile(file, images.newNumber());
    }

    private @Nullable ImageSymbols inMemory() {
        LoadedImage loaded = image.image();
        OptionalLong loadBias = loaded == null ? OptionalLong.empty() : loaded.loadBias(address, means.source());
        if (loaded == null || loadBias.isEmpty()) {
            reasons.add(new Reason(
                    Reason.Code.STRIPPED, "the image is not loaded, so memory does not hold its symbols either"));
            return null;
        }
        Mapping mapping = image.mapping();
        MappingName name = mapping.deleted() ? mapping.name().withoutDeletedMark() : mapping.name();
        try {
            // Before, too: another image may have come and gone since this one was found.
            ImageSymbols found = images.isStillInMemory(mapping, loaded.image())
                    ? images.symbolsInMemory(loaded.image(), loadBias.getAsLong(), name, images.newNumber())
                    : null;
            if (found != null && images.isStillInMemory(mapping, loaded.image())) {
                return found;
            }
            reasons.add(new Reason(
                    Reason.Code.CHANGED, name.printable() + " was unmapped or written before its symbols were read"));
            return null;
        } catch (FileUnavailableException e) {
            reasons.add(e.reason());
            return null;
        } catch (IOException e) {
            reasons.add(new Reason(
                    Reason.Code.NO_PERMISSION, "the image's symbols cannot be read from memory: " + e.getMessage()));
            return null;
        }
    }
}
