// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.model.Reason;
import io.addrscope.model.Source;
import io.addrscope.testing.Fixture;
import io.addrscope.testing.Toolchain;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process whose mappings may be read, and nothing else of it. */
final class RightsTest {

    /** A user who has no rights, and nothing. */
    private static final String NOBODY = "65534";

    @TempDir
    private Path directory;

    @Test
    void whatMayNotBeReadIsSaidAndTheRestAnswered() throws Exception {
        List<String> asNobody = List.of();
        Path home = directory.toRealPath();
        if (Toolchain.run("id", "-u").strip().equals("0")) {
            Toolchain.require("setpriv");
            asNobody = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
        }
        // Where the user can read them: the build's own directories may be closed to others.
        String classPath = copyClassPath(home.resolve("classes"));
        Path program = Files.copy(Target.program("gcc", "-pie"), home.resolve("target"));
        Path library = Files.copy(Fixture.LLD_LIBRARY.file(), home.resolve("library.so"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> start = new ArrayList<>(asNobody);
        start.add(program.toString());
        try (Target target = Target.start(start);
                ChildJvm child = ChildJvm.by(asNobody, classPath)) {
            target.load(library);
            String address = Long.toHexString(target.symbol(library, "addrscope_add"));
            for (Source source : List.of(Source.IOCTL, Source.TEXT)) {
                assertThat(child.locate(target.pid(), source, address).reasons())
                        .isEmpty();
            }
            // From now on only what was opened before can be read: the mappings.
            target.ask("undumpable");
            Files.delete(library);
            ChildJvm.Answer byIoctl = child.locate(target.pid(), Source.IOCTL, address);
            assertThat(byIoctl.reasons()).contains(Reason.Code.NO_PERMISSION);
            assertThat(byIoctl.buildId())
                    .as("the kernel tells it all the same")
                    .isEqualTo(Binutils.buildId(Fixture.LLD_LIBRARY.file()));
            ChildJvm.Answer byText = child.locate(target.pid(), Source.TEXT, address);
            assertThat(byText.reasons()).contains(Reason.Code.NO_PERMISSION);
            assertThat(byText.elfAddress()).isEqualTo("-");
        }
    }

    private static String copyClassPath(Path to) throws IOException {
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path from = Path.of(entry);
            if (entry.contains("jna") || Files.isDirectory(from)) {
                Path copy = to.resolve(String.valueOf(copies.size()));
                copyTree(from, copy);
                copies.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                if (!Files.isDirectory(file)) {
                    Files.copy(file, copy);
                }
            }
        }
    }
}
