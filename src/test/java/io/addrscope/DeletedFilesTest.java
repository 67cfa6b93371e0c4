// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Reason;
import io.addrscope.model.Source;
import io.addrscope.testing.HelperProcess;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The mark of deleted files proves nothing: a live file may bear it as a part of its name. */
class DeletedFilesTest {

    private static final Path DIRECTORY = Toolchain.temporaryDirectory("addrscope-deleted");

    @ParameterizedTest
    @EnumSource(Source.class)
    void aLiveFileOfThatNameIsNotDeletedUntilItIs(Source source) throws IOException {
        Path file = DIRECTORY.resolve("x (deleted)");
        Path plain = DIRECTORY.resolve("x");
        try (HelperProcess helper = HelperProcess.start();
                AddressSpace space = AddressSpace.of(helper.pid(), source)) {
            long address = helper.file(file.toString().getBytes(UTF_8), 4096, HelperProcess.READ, false);
            assertThat(mapping(space, address).deleted()).as("it is there").isFalse();
            assertThat(mapping(space, address).name().text()).isEqualTo(file.toString());
            Files.write(plain, new byte[] {1});
            assertThat(mapping(space, address).deleted())
                    .as("another file bears the shorter name")
                    .isFalse();
            Files.delete(file);
            assertThat(mapping(space, address).deleted()).as("it is gone").isTrue();
            assertThat(mapping(space, address).name().text()).isEqualTo(file + " (deleted)");
            Files.write(file, new byte[] {2});
            assertThat(mapping(space, address).deleted())
                    .as("another file bears its name")
                    .isTrue();
            Location location = space.locate(address);
            assertThat(location.reason(Reason.Code.FILE_REPLACED)).isNotNull();
            Files.delete(file);
            assertThat(space.locate(address).reason(Reason.Code.FILE_GONE)).isNotNull();
            Files.delete(plain);
        }
    }

    private static Mapping mapping(AddressSpace space, long address) {
        return Objects.requireNonNull(space.locate(address).mapping());
    }
}
