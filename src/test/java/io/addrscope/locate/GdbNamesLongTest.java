// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.testing.Jdk;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** As {@link GdbNamesTest}, of many more addresses. */
@EnabledIfSystemProperty(named = "addrscope.long", matches = "true")
final class GdbNamesLongTest {

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void namesAreThoseOfGdb(Jdk jdk) throws IOException {
        GdbNames.check(jdk, 1_000);
    }
}
