// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.AddressSpace;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Source;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The build IDs of a JVM's own libraries: as this JVM tells of another, and as the other tells of itself. */
final class BuildIdTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void areThoseOfTheFiles(Source source) throws Exception {
        try (ChildJvm child = ChildJvm.withJna()) {
            child.ask("locate self " + source + " 0");
            Map<String, String> expected = new HashMap<>();
            try (AddressSpace space = AddressSpace.of(child.pid(), source)) {
                for (Mapping mapping : space.maps().mappings()) {
                    String path = mapping.name().text();
                    if (!mapping.isFileBacked() || !path.contains(".so")) {
                        continue;
                    }
                    String fromFile =
                            expected.computeIfAbsent(path, key -> String.valueOf(Binutils.buildId(Path.of(key))));
                    Location location = space.locate(mapping.start());
                    assertThat(String.valueOf(
                                    Objects.requireNonNull(location.mapping()).buildId()))
                            .as(path)
                            .isEqualTo(fromFile);
                    ChildJvm.Answer own = ChildJvm.Answer.parse(
                            child.ask("locate self " + source + " " + Long.toHexString(mapping.start())));
                    assertThat(own.buildId()).as("%s of itself: %s", path, own).isEqualTo(fromFile);
                    assertThat(own.elfAddress())
                            .isEqualTo(
                                    location.elfAddress().isPresent()
                                            ? Long.toHexString(
                                                    location.elfAddress().getAsLong())
                                            : "-");
                }
            }
            assertThat(expected).as("libraries of the JVM").hasSizeGreaterThan(4);
        }
    }
}
