// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import java.nio.file.Path;
import java.util.List;

/** Libraries that are on every machine. */
final class Libraries {
    private Libraries() {}

    /** The file that the dynamic linker takes for a name. */
    static Path loaded(String name, String debianPackage) {
        String ldconfig = Tools.find("ldconfig").orElse("/sbin/ldconfig");
        return Tools.run(List.of(ldconfig, "-p"), List.of()).stream()
                .map(String::strip)
                .filter(line -> line.startsWith(name + " ") && line.contains("x86-64"))
                .map(line -> Path.of(line.substring(line.indexOf("=> ") + 3)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is needed: apt-get install " + debianPackage));
    }
}
