// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

/** What debuginfod serves of a build; the names are those of its URLs and of the files in its clients' cache. */
enum Artifact {
    /** What was stripped from the file. */
    DEBUGINFO("debuginfo"),
    /** The file. */
    EXECUTABLE("executable");

    final String name;

    Artifact(String name) {
        this.name = name;
    }
}
