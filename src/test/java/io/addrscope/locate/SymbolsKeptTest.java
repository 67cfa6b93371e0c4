// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.AddressSpace;
import io.addrscope.model.Freshness;
import io.addrscope.model.Source;
import io.addrscope.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Asking the same again and again does not pile up what is kept. */
final class SymbolsKeptTest {

    private static final int TIMES = 200;
    private static final long FEW_BYTES = 20_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void symbolsOfTheVdsoAreKeptOnce(Source source) {
        try (Target target = Target.start();
                AddressSpace space = target.space(source)) {
            long address = target.vdso() + 0x800;
            for (Freshness freshness : List.of(Freshness.VERIFIED, Freshness.SNAPSHOT)) {
                assertKeptOnce(space, address, freshness);
            }
        }
    }

    /** As a package upgrade leaves them: the library is gone, or another build is in its place. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void symbolsOfAReplacedLibraryAreKeptOnce(Source source) throws IOException {
        for (Fixture fixture : List.of(Fixture.LLD_LIBRARY, Fixture.BFD_LIBRARY_NO_RELRO)) {
            Path file = Files.copy(fixture.file(), directory.toRealPath().resolve(fixture + ".so"));
            try (Target target = Target.start();
                    AddressSpace space = target.space(source)) {
                target.load(file);
                long address = target.symbol(file, "addrscope_add");
                Files.copy(Fixture.BFD_LIBRARY.file(), file.resolveSibling("next"));
                Files.move(file.resolveSibling("next"), file, StandardCopyOption.REPLACE_EXISTING);
                assertKeptOnce(space, address, Freshness.VERIFIED);
                Files.delete(file);
                assertKeptOnce(space, address, Freshness.VERIFIED);
            }
        }
    }

    private static void assertKeptOnce(AddressSpace space, long address, Freshness freshness) {
        assertThat(space.locate(address, freshness).isMapped()).isTrue();
        long before = space.statistics().cache().bytes();
        for (int i = 0; i < TIMES; i++) {
            space.locate(address, freshness);
        }
        assertThat(space.statistics().cache().bytes() - before)
                .as("%s: bytes kept of %d more questions", freshness, TIMES)
                .isLessThan(FEW_BYTES);
    }
}
