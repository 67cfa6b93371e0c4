// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.testing.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** As {@link SymbolAgreementTest}, at every symbol of the JDKs' libraries and of this machine's. */
@EnabledIfSystemProperty(named = "addrscope.long", matches = "true")
class SymbolAgreementLongTest {

    @Test
    void libraryOfTheJdks() throws IOException {
        for (Jdk jdk : Jdk.all()) {
            try (Stream<Path> files = Files.walk(jdk.home())) {
                checkAll(files.filter(file -> file.toString().endsWith(".so")));
            }
        }
    }

    @Test
    void librariesOfTheSystem() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/usr/lib/x86_64-linux-gnu"))) {
            checkAll(files.filter(file -> file.toString().contains(".so.") && !Files.isSymbolicLink(file)));
        }
    }

    private static void checkAll(Stream<Path> files) throws IOException {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
            SymbolAgreement.check(file, Integer.MAX_VALUE);
        }
    }
}
