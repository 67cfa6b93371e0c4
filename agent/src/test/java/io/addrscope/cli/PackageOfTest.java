// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.addrscope.linux.ProcessFiles;
import io.addrscope.linux.TargetProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The oracle is the package database, asked the other way round. */
class PackageOfTest {

    private final OsRelease system = OsRelease.ofSystem(new ProcessFiles(TargetProcess.self(), null));

    @Test
    void fileOfAPackageIsKnown() {
        assumeThat(system.isLike("debian")).as("Debian or a relative").isTrue();
        List<String> shown =
                Tool.lines(List.of("dpkg-query", "--show", "--showformat", "${Package} ${Version}\\n", "dpkg"));
        assertThat(shown).hasSize(1);
        assertThat(Dpkg.packageOf("/usr/bin/dpkg", system)).isEqualTo(shown.get(0));
    }

    @Test
    void fileOfNoPackageIsNot() throws Exception {
        Path file = Files.createTempFile("addrscope", null);
        try {
            assertThat(Dpkg.packageOf(file.toString(), system)).isNull();
            assertThat(Rpm.packageOf(file.toString())).isNull();
            assertThat(Apk.packageOf(file.toString())).isNull();
        } finally {
            Files.delete(file);
        }
    }
}
