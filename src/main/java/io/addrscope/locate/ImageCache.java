// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.elf.ElfImage;
import io.addrscope.linux.FileIdentity;
import io.addrscope.model.MappingName;
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

    /** A file in one state: written or replaced, it is another. */
    record Key(MappingName path, FileIdentity identity) {

        // Written out for the reason that Device gives.

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && path.equals(that.path) && identity.equals(that.identity);
        }

        @Override
        public int hashCode() {
            return 31 * path.hashCode() + identity.hashCode();
        }
    }

    private final Map<Key, ElfImage> images = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, ElfImage> eldest) {
            return size() > MAX_IMAGES;
        }
    };

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    @Nullable
    ElfImage get(Key key) {
        ElfImage image;
        synchronized (images) {
            image = images.get(key);
        }
        (image == null ? misses : hits).increment();
        return image;
    }

    void put(Key key, ElfImage image) {
        synchronized (images) {
            images.put(key, image);
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
