// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.linux.FileUnavailableException;
import io.addrscope.model.Reason;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the file of an image: in the state in which the image was read, else as it is now, if that is still the mapped one.
 */
final class CurrentFile {

    private CurrentFile() {}

    /** Reads something of a file. */
    interface Reading<T> {

        /**
         * Returns what was read.
         *
         * @throws FileUnavailableException if the file is not in that state any more
         * @throws IOException if it cannot be read or understood
         */
        T read(FileVersion file) throws IOException;
    }

    /**
     * Reads something of the file of an image.
     *
     * @param reasons why it cannot be had is added here
     * @return null if the image was not read from a file, or this cannot be had
     */
    static <T> @Nullable T read(MappedImages images, KnownImage image, Reading<T> reading, List<Reason> reasons) {
        FileVersion file = image.file();
        if (file == null) {
            return null;
        }
        try {
            return reading.read(file);
        } catch (FileUnavailableException e) {
            // Touched, moved or put in place anew, it may be the same build.
            FileVersion now = images.fileNow(image.mapping());
            if (now == null || now.equals(file)) {
                reasons.add(e.reason());
                return null;
            }
            return readNow(now, reading, reasons);
        } catch (IOException e) {
            reasons.add(FileImages.unusable(file.path(), e));
            return null;
        }
    }

    private static <T> @Nullable T readNow(FileVersion file, Reading<T> reading, List<Reason> reasons) {
        try {
            return reading.read(file);
        } catch (IOException e) {
            reasons.add(FileImages.unusable(file.path(), e));
            return null;
        }
    }
}
