// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.debuginfo.Advice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the package database of Alpine knows of a file. */
final class Apk {

    private static final String OWNED = " is owned by ";

    private Apk() {}

    /** Returns the package that a file belongs to, with its version: NAME-VERSION-rN. Null if it belongs to none, or there is no apk. */
    static @Nullable String packageOf(String path) {
        for (String line : Tool.lines(List.of("apk", "info", "--who-owns", path))) {
            int owned = line.lastIndexOf(OWNED);
            if (owned >= 0) {
                return line.substring(owned + OWNED.length()).strip();
            }
        }
        return null;
    }

    /** Says how to get the debug information of a file; null if it belongs to no package, or there is no apk. */
    static @Nullable Advice advise(String path) {
        String owner = packageOf(path);
        // The version has no dash.
        int revision = owner == null ? -1 : owner.lastIndexOf("-r");
        int version = owner == null ? -1 : owner.lastIndexOf('-', revision - 1);
        if (owner == null || version <= 0) {
            return null;
        }
        String name = owner.substring(0, version) + "-dbg=" + owner.substring(version + 1);
        return new Advice(
                "apk add " + Quoted.forShell(name), List.of("not every package of Alpine has a -dbg package"));
    }
}
