// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.testing.ChildJvm;
import io.addrscope.testing.Jdk;
import io.addrscope.testing.Toolchain;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the kernel's query cannot be had the text answers, and says why; on every JDK of the machine. */
class WithoutQueryTest {

    private static final int EPERM = 1;
    private static final int ENOTTY = 25;

    private static final Path DIRECTORY = Toolchain.temporaryDirectory("addrscope-seccomp");
    private static final Path FILTER_SOURCE = Toolchain.source("seccomp.c", DIRECTORY);

    static Stream<Jdk> jdks() {
        return Jdk.all().stream();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void theQueryIsWhatAnswersElse(Jdk jdk) {
        assertThat(ChildJvm.of(jdk).run(SelfCheck.class, "AUTO"))
                .containsPattern("checked=[1-9]")
                .contains("obtainedBy=ioctl\n", "explanation=\n");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void withoutJnaTheTextAnswers(Jdk jdk) {
        assertThat(ChildJvm.of(jdk).withoutJna().run(SelfCheck.class, "AUTO"))
                .containsPattern("checked=[1-9]")
                .contains("obtainedBy=text\n", "explanation=JNA cannot be loaded: java.lang.");
        assertThat(ChildJvm.of(jdk).withoutJna().run(SelfCheck.class, "IOCTL"))
                .contains("ProcessException: the mappings of this process cannot be asked for by PROCMAP_QUERY: JNA");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void wherePlainTextIsAskedForNoClassOfJnaIsLoaded(Jdk jdk) {
        String output = ChildJvm.of(jdk).options("-Xlog:class+load").run(SelfCheck.class, "TEXT");
        assertThat(output).contains("io.addrscope.AddressSpace").doesNotContain("com.sun.jna");
        assertThat(output).contains("obtainedBy=text\n", "explanation=the text was asked for\n");
        assertThat(ChildJvm.of(jdk).options("-Xlog:class+load").run(SelfCheck.class, "IOCTL"))
                .as("the log would show them")
                .contains("com.sun.jna");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void whereNoLibraryMayBeLoadedFromTheTextAnswers(Jdk jdk) {
        Path directory = Toolchain.temporaryDirectory("addrscope-noexec");
        String output = ChildJvm.of(jdk)
                .startedBy(
                        "unshare",
                        isRoot() ? "-m" : "-rm",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o noexec none " + directory + " && exec \"$@\"",
                        "sh")
                .options("-Djna.tmpdir=" + directory)
                .run(SelfCheck.class, "AUTO");
        assertThat(output).containsPattern("checked=[1-9]").contains("obtainedBy=text\n");
        assertThat(output).contains("explanation=JNA cannot be loaded: java.lang.UnsatisfiedLinkError");
    }

    private static boolean isRoot() {
        return Toolchain.run("id", "-u").strip().equals("0");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aFilterThatRefusesTheQueryFromTheStartLeavesTheText(Jdk jdk) {
        Path launcher = DIRECTORY.resolve("launcher");
        Toolchain.compile(launcher, "gcc", List.of("-O1"), List.of(FILTER_SOURCE.toString()));
        assertThat(underFilter(jdk, launcher, EPERM, "AUTO"))
                .containsPattern("checked=[1-9]")
                .contains("obtainedBy=text\n")
                .contains("explanation=the kernel or a filter refuses PROCMAP_QUERY: EPERM\n");
        assertThat(underFilter(jdk, launcher, ENOTTY, "AUTO"))
                .contains("obtainedBy=text\n")
                .contains("explanation=this kernel has no PROCMAP_QUERY (it came with Linux 6.11)\n");
        assertThat(underFilter(jdk, launcher, EPERM, "IOCTL"))
                .contains("ProcessException: the mappings of this process cannot be asked for by PROCMAP_QUERY: "
                        + "the kernel or a filter refuses PROCMAP_QUERY: EPERM");
    }

    private static String underFilter(Jdk jdk, Path launcher, int errno, String source) {
        return ChildJvm.of(jdk)
                .startedBy(launcher.toString(), Integer.toString(errno))
                .run(SelfCheck.class, source);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aFilterThatComesLaterLeavesTheText(Jdk jdk) {
        Path library = DIRECTORY.resolve("libfilter.so");
        Toolchain.compile(library, "gcc", List.of("-O1", "-shared", "-fPIC"), List.of(FILTER_SOURCE.toString()));
        for (int errno : new int[] {EPERM, ENOTTY}) {
            String refused = "the kernel or a filter refuses PROCMAP_QUERY: " + (errno == EPERM ? "EPERM" : "ENOTTY");
            assertThat(ChildJvm.of(jdk).run(RefusedMidway.class, library.toString(), Integer.toString(errno)))
                    .contains("before=\n", "after=" + refused + "\n")
                    .contains("the mappings of this process cannot be asked for by PROCMAP_QUERY: " + refused);
        }
    }
}
