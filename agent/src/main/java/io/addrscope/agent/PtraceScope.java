// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import java.io.FileInputStream;
import java.io.IOException;

/** Who may read the memory of a process, as the kernel's module Yama has it (Documentation/admin-guide/LSM/Yama.rst). */
final class PtraceScope {

    /** Missing where there is no Yama. */
    static final String FILE = "/proc/sys/kernel/yama/ptrace_scope";

    /** Ancestors may, and who descends from the process that was named by {@code PR_SET_PTRACER}. */
    private static final int RESTRICTED = '1';

    private PtraceScope() {}

    /**
     * Whether the explainer of a crash, which is our descendant, may read us only if we name it: not where anybody of our user may,
     * nor where nobody may whom a process names.
     *
     * @param file {@link #FILE}
     */
    static boolean asksForLeave(String file) {
        try (FileInputStream in = new FileInputStream(file)) {
            return in.read() == RESTRICTED;
        } catch (IOException e) {
            return false;
        }
    }
}
