// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.testing.ChildJvm;
import io.addrscope.testing.HelperProcess;
import io.addrscope.testing.Jdk;
import io.addrscope.testing.Toolchain;
import org.junit.jupiter.api.Test;

/** What may not be read is refused with the right that is missing. */
class AccessRightsTest {

    private static final String NOBODY = "65534";

    @Test
    void anotherUserIsToldWhichRightIsMissing() {
        if (!isRoot()) {
            throw new AssertionError("this test runs a JVM as another user, which takes root (CAP_SETUID)");
        }
        try (HelperProcess readable = HelperProcess.start();
                HelperProcess notDumpable = HelperProcess.start()) {
            readable.run("setuid " + NOBODY);
            readable.run("dumpable 1");
            notDumpable.run("setuid " + NOBODY);
            notDumpable.run("dumpable 0");
            String output = ChildJvm.of(Jdk.current())
                    .startedBy("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups")
                    .run(Outsider.class, "1", Long.toString(readable.pid()), Long.toString(notDumpable.pid()));
            for (String source : new String[] {"AUTO", "IOCTL", "TEXT"}) {
                assertThat(lineOf(output, 1, source))
                        .startsWith("ProcessAccessException: process 1 may not be read (opening /proc/1/maps: ")
                        .endsWith("it runs as user 0 and we as user 65534; run as that user or as root"
                                + " (CAP_SYS_PTRACE)");
                assertThat(lineOf(output, readable.pid(), source)).isEqualTo("mapped=true");
                assertThat(lineOf(output, notDumpable.pid(), source))
                        .startsWith("ProcessAccessException: process " + notDumpable.pid() + " may not be read")
                        .contains("it runs as the same user but is not dumpable")
                        .endsWith("run as root (CAP_SYS_PTRACE)");
            }
        }
    }

    @Test
    void runningOutOfDescriptorsIsNotTakenForAnythingElse() {
        try (HelperProcess helper = HelperProcess.start()) {
            String output = ChildJvm.of(Jdk.current())
                    .startedBy("sh", "-c", "ulimit -n 60 && exec \"$@\"", "sh")
                    .run(FewDescriptors.class, Long.toString(helper.pid()));
            assertThat(output)
                    .contains("opening: ProcessException: process " + helper.pid() + " cannot be looked at: ")
                    .contains("asking: ProcessException: reading /proc/thread-self/maps failed for this process: ")
                    .contains("Too many open files")
                    .contains("held=true\n", "later=true\n");
        }
    }

    private static boolean isRoot() {
        return Toolchain.run("id", "-u").strip().equals("0");
    }

    private static String lineOf(String output, long pid, String source) {
        String start = pid + " " + source + " ";
        return output.lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + start + "in " + output));
    }
}
