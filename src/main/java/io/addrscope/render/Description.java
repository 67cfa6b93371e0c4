// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import io.addrscope.model.Address;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.Permissions;

/** Says in words what a mapping is, as far as the kernel says it. */
public final class Description {

    private Description() {}

    /** Returns the path of a file, else a few words; never empty, and safe to show. */
    public static String of(Mapping mapping) {
        MappingName name = mapping.name();
        return switch (name.kind()) {
            case NONE -> anonymous(mapping);
            case PATH -> path(mapping);
            case MEMFD -> "memory file " + inner(name, "/memfd:");
            case SYSV -> "System V shared memory, key 0x" + inner(name, "/SYSV");
            case SHARED_ANONYMOUS -> "shared memory without a file";
            case NAMED_ANONYMOUS -> "anonymous memory " + name.printable();
            case SPECIAL -> name.printable();
            case KERNEL_OBJECT -> "kernel object " + name.printable();
        };
    }

    /** Returns {@code START-END}, the end exclusive. */
    static String range(Mapping mapping) {
        return Address.format(mapping.start()) + "-" + Address.format(mapping.end());
    }

    private static String path(Mapping mapping) {
        String path = mapping.name().printable();
        return mapping.deleted() && !mapping.name().hasDeletedMark() ? path + " (deleted)" : path;
    }

    private static String anonymous(Mapping mapping) {
        int access = mapping.permissions().bits() & ~Permissions.SHARED;
        return access == 0 ? "reserved, no access" : "anonymous memory";
    }

    private static String inner(MappingName name, String prefix) {
        return name.withoutDeletedMark().printable().substring(prefix.length());
    }
}
