// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.model.Mapping;
import io.addrscope.model.Usage;
import org.jspecify.annotations.Nullable;

/** What memory is used for, as far as the kernel itself says; everything here is certain. */
final class KernelUsage {

    private KernelUsage() {}

    /**
     * Returns the use of a mapping, or null where the kernel knows none.
     *
     * @param isElf whether the mapped file is known to be an ELF image
     */
    static @Nullable Usage of(Mapping mapping, boolean isElf) {
        return switch (mapping.name().kind()) {
            case PATH -> mapping.isFileBacked() ? ofFile(mapping, isElf) : null;
            case MEMFD -> certain("memory file", "named by memfd_create");
            case SYSV -> certain("shared memory", "a System V segment");
            case SHARED_ANONYMOUS -> certain("shared memory", "shared and anonymous");
            case NAMED_ANONYMOUS ->
                new Usage("anonymous memory", mapping.name().text(), true, "named by prctl(PR_SET_VMA_ANON_NAME)");
            case SPECIAL -> ofSpecial(mapping.name().text());
            case KERNEL_OBJECT -> certain("kernel object", "the name is that of no file");
            case NONE -> null;
        };
    }

    private static Usage ofFile(Mapping mapping, boolean isElf) {
        if (mapping.permissions().isExecutable()) {
            return certain("native code", "file-backed, executable");
        }
        return isElf ? certain("native data", "a segment of an ELF file") : certain("mapped file", "file-backed");
    }

    private static @Nullable Usage ofSpecial(String name) {
        return switch (name) {
            case "[heap]" -> certain("malloc heap", "the area that brk grows");
            case "[stack]" -> certain("stack of the main thread", "the kernel set it up at exec");
            case "[vdso]" -> certain("native code", "the kernel's functions for user space");
            case "[vsyscall]" -> certain("native code", "the kernel's legacy page of system calls");
            case "[vvar]", "[vvar_vclock]" -> certain("kernel data", "what the vDSO reads");
            default -> null;
        };
    }

    private static Usage certain(String kind, String evidence) {
        return new Usage(kind, null, true, evidence);
    }
}
