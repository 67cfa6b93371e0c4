// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.model.Mapping;
import io.addrscope.model.Reason;
import org.jspecify.annotations.Nullable;

/** Says of memory that no file holds why there is no more to say. */
final class WithoutFile {

    private static final String VDSO = "[vdso]";

    private WithoutFile() {}

    /** Returns whether a mapping is the kernel's own image, which lies in memory only. */
    static boolean isVdso(Mapping mapping) {
        return mapping.name().text().equals(VDSO);
    }

    /** Returns why no file tells of a mapping; null if one may, or the memory itself does. */
    static @Nullable Reason reason(Mapping mapping) {
        return switch (mapping.name().kind()) {
            case NONE, NAMED_ANONYMOUS, SHARED_ANONYMOUS ->
                new Reason(
                        Reason.Code.ANONYMOUS,
                        "anonymous memory: no file holds it, and the kernel knows nothing more of it");
            case SPECIAL ->
                isVdso(mapping)
                        ? null
                        : new Reason(
                                Reason.Code.SPECIAL_MAPPING,
                                "no file holds " + mapping.name().printable());
            case SYSV, KERNEL_OBJECT ->
                new Reason(
                        Reason.Code.SPECIAL_MAPPING,
                        "no file with a path holds " + mapping.name().printable());
            case PATH, MEMFD -> null;
        };
    }
}
