// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.testing.Jdk;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names of addresses in every library of a running JVM, of each JDK, against gdb. */
final class GdbNamesTest {

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void namesAreThoseOfGdb(Jdk jdk) throws IOException {
        GdbNames.check(jdk, 50);
    }
}
