// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

/** What the victim does; as {@code enum victim_operation}. */
enum VictimOperation {
    FAULT(0, "page faults"),
    MAP(1, "`mmap` + `munmap`");

    /** What C calls it. */
    final int code;

    /** How the table calls it. */
    final String what;

    VictimOperation(int code, String what) {
        this.code = code;
        this.what = what;
    }

    /** Returns the name without marks of Markdown. */
    String plain() {
        return what.replace("`", "");
    }
}
