// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.debuginfo.Advice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the package database of Alpine knows of a file. */
final class Apk {

    private static final String OWNED = " is owned by ";

    private Apk() {}

    /** Says how to get the debug information of a file; null if it belongs to no package, or there is no apk. */
    static @Nullable Advice advise(String path) {
        for (String line : Tool.lines(List.of("apk", "info", "--who-owns", path))) {
            int owned = line.lastIndexOf(OWNED);
            String owner =
                    owned < 0 ? "" : line.substring(owned + OWNED.length()).strip();
            // NAME-VERSION-rN, where the version has no dash.
            int revision = owner.lastIndexOf("-r");
            int version = owner.lastIndexOf('-', revision - 1);
            if (version > 0) {
                String name = owner.substring(0, version) + "-dbg=" + owner.substring(version + 1);
                return new Advice(
                        "apk add " + Quoted.forShell(name), List.of("not every package of Alpine has a -dbg package"));
            }
        }
        return null;
    }
}
