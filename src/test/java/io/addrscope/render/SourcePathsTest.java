// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.addrscope.model.Frame;
import io.addrscope.model.Location;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SourcePathsTest {

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                    /build/jdk=/src,            /build/jdk/os.cpp,      /src/os.cpp
                    /build/jdk=/src,            /build/jdk,             /src
                    /build/jdk=/src,            /build/jdk17/os.cpp,    /build/jdk17/os.cpp
                    /build/jdk/=/src/,          /build/jdk/os.cpp,      /src/os.cpp
                    /build/jdk/=,               /build/jdk/a/os.cpp,    a/os.cpp
                    .=/src,                     ./malloc/malloc.c,      /src/malloc/malloc.c
                    /b=/c;/b/d=/e,              /b/d/f.c,               /c/d/f.c
                    /b/d=/e;/b=/c,              /b/d/f.c,               /e/f.c
                    /a=/b;/b=/c;,               /a/f.c,                 /b/f.c
                    /a=/b=c,                    /a/f.c,                 /b=c/f.c
                    /a=/b,                      -,                      -
                    """)
    void directoriesAreReplaced(String rules, @Nullable String recorded, @Nullable String shown) {
        assertThat(written(SourcePaths.parse(rules), false, recorded)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"/a/b/c.c, c.c", "c.c, c.c", "/a/, ''", "./nptl/../x.S, x.S"})
    void directoriesAreLeftOut(String recorded, String shown) {
        assertThat(written(List.of(), true, recorded)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"/a", "=/b", "/a=/b;/c"})
    void whatIsNoRuleIsRefused(String rules) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SourcePaths.parse(rules))
                .withMessageContaining("FROM=TO");
    }

    @Test
    void locationsWithoutFramesAreWritten() {
        List<Location> written = new ArrayList<>();
        new SourcePaths((out, location) -> written.add(location), List.of(), true)
                .append(new StringBuilder(), Samples.unmapped());
        assertThat(written).containsExactly(Samples.unmapped());
    }

    private static @Nullable String written(
            List<SourcePaths.Rule> rules, boolean basenames, @Nullable String recorded) {
        List<Location> written = new ArrayList<>();
        Location location = Samples.unmapped().withFrames(List.of(new Frame("f", null, recorded, 1, 0, 0, false)));
        new SourcePaths((out, each) -> written.add(each), rules, basenames).append(new StringBuilder(), location);
        return written.get(0).frames().get(0).file();
    }
}
