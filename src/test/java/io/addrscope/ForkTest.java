// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.testing.ChildJvm;
import io.addrscope.testing.Jdk;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An inherited file of {@code /proc} still tells of the parent: a child must not be told its parent's mappings. */
class ForkTest {

    static Stream<Jdk> jdks() {
        return Jdk.all().stream();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aChildMadeByForkIsToldOfItsOwnMemory(Jdk jdk) {
        // Interpreted: a compiler thread is one of those that the child does not have.
        String output = ChildJvm.of(jdk).options("-Xint", "-XX:-UsePerfData").run(ForkedChild.class);
        assertThat(output).contains("signal=0\n", "ioctl=true\n", "text=true\n", "inherited=true\n", "parent=true\n");
    }
}
