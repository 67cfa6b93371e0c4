// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.demangle.Demangler;
import io.addrscope.demangle.Style;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Names for people. Those asked for lately are remembered, a bounded number of them: the frames of a hot function are named again
 * and again. Safe for any number of threads.
 */
final class DemangledNames {

    /** A power of two; the names take some 150 KiB. */
    private static final int REMEMBERED = 512;

    /** Longer names are demangled each time. */
    private static final int MAX_CHARS = 256;

    private static final Demangler DEMANGLER = Demangler.of(Style.FULL);

    private static final AtomicReferenceArray<@Nullable Pair> LATELY = new AtomicReferenceArray<>(REMEMBERED);

    private DemangledNames() {}

    private record Pair(String raw, String name) {}

    /** Returns a name demangled, or as it is if it is not mangled. */
    static String of(String raw) {
        if (Demangler.isPlain(raw)) {
            return raw;
        }
        int hash = raw.hashCode();
        int place = (hash ^ (hash >>> 16)) & (REMEMBERED - 1);
        Pair known = LATELY.get(place);
        if (known != null && known.raw().equals(raw)) {
            return known.name();
        }
        String name = DEMANGLER.demangle(raw);
        if (raw.length() <= MAX_CHARS && name.length() <= MAX_CHARS) {
            LATELY.set(place, new Pair(raw, name));
        }
        return name;
    }
}
