// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import org.jspecify.annotations.Nullable;

/** Where an image finds a part of its own without looking it up. Safe for any number of threads. */
final class PartPlace<T extends ImagePart> {

    private volatile @Nullable KeptPart<T> kept;

    /** Returns the part, as long as it is kept; null if it has to be looked for. */
    @Nullable
    T get() {
        KeptPart<T> given = kept;
        return given == null ? null : given.get();
    }

    /** Returns what keeps the part that was put here last; null if none was. */
    @Nullable
    KeptPart<T> kept() {
        return kept;
    }

    void put(KeptPart<T> part) {
        kept = part;
    }
}
