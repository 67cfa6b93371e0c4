// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.SelfCheck;
import io.addrscope.testing.ChildJvm;
import io.addrscope.testing.Jdk;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who makes the system calls, and that both ways to make them agree; on every JDK of 24 and later on the machine. */
class ForeignSyscallsTest {

    private static final String ALLOW = "--enable-native-access=ALL-UNNAMED";

    /** Version 24 is the first that warns of JNA, so the first where silence tells anything. */
    private static final List<Jdk> JDKS =
            Jdk.all().stream().filter(jdk -> jdk.feature() >= 24).toList();

    @BeforeAll
    static void thereIsOne() {
        assertThat(JDKS)
                .as("install a JDK of 24 or later, such as temurin-25-jdk")
                .isNotEmpty();
    }

    @Test
    void bothAnswerAlikeAndNoThreadSeesAnothersError() {
        for (Jdk jdk : JDKS) {
            assertThat(ChildJvm.of(jdk).options(ALLOW).run(SyscallsCheck.class))
                    .contains("chosen=ForeignSyscalls\n", "mixed=0\n", "mixed virtual=0\n")
                    .containsPattern("compared=2[0-9]\n")
                    .doesNotContain("WARNING");
        }
    }

    @Test
    void whereNativeAccessIsAllowedJnaIsNeitherLoadedNorNeeded() {
        for (Jdk jdk : JDKS) {
            assertThat(ChildJvm.of(jdk).options(ALLOW, "-Xlog:class+load").run(SelfCheck.class, "AUTO"))
                    .contains("obtainedBy=ioctl\n", "io.addrscope.linux.ForeignSyscalls ")
                    .doesNotContain("com.sun.jna", "WARNING");
            assertThat(ChildJvm.of(jdk).withoutJna().options(ALLOW).run(SelfCheck.class, "IOCTL"))
                    .contains("obtainedBy=ioctl\n", "explanation=\n");
        }
    }

    @Test
    void whereItIsNotTheJvmSaysNoMoreThanOfJna() {
        for (Jdk jdk : JDKS) {
            assertThat(ChildJvm.of(jdk).run(SelfCheck.class, "AUTO"))
                    .contains("obtainedBy=ioctl\n", "by com.sun.jna.Native in an unnamed module")
                    .doesNotContain("java.lang.foreign");
            assertThat(ChildJvm.of(jdk).withoutJna().run(SelfCheck.class, "AUTO"))
                    .contains("obtainedBy=text\n")
                    .doesNotContain("WARNING");
            assertThat(ChildJvm.of(jdk).options("--illegal-native-access=deny").run(SelfCheck.class, "AUTO"))
                    .contains(
                            "obtainedBy=text\n", "explanation=JNA cannot be loaded: java.lang.IllegalCallerException");
        }
    }
}
