// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.elf.ElfImage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The headers of ELF files that were read, by path and state of the file; those not used for longest are forgotten. Safe
 * for any number of threads.
 */
final class ImageCache {

    /** Some 1 KiB each; a JVM maps a few dozen to a few hundred. */
    private static final int MAX_IMAGES = 1024;

    private final Map<FileVersion, ElfImage> images = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FileVersion, ElfImage> eldest) {
            return size() > MAX_IMAGES;
        }
    };

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    @Nullable
    ElfImage get(FileVersion file) {
        ElfImage image;
        synchronized (images) {
            image = images.get(file);
        }
        (image == null ? misses : hits).increment();
        return image;
    }

    void put(FileVersion file, ElfImage image) {
        synchronized (images) {
            images.put(file, image);
        }
    }

    int size() {
        synchronized (images) {
            return images.size();
        }
    }

    long hits() {
        return hits.sum();
    }

    long misses() {
        return misses.sum();
    }
}
