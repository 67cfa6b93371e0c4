// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.addrscope.AddressSpace;
import io.addrscope.ImageFile;
import io.addrscope.Settings;
import io.addrscope.model.Freshness;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Source;
import io.addrscope.testing.Fixture;
import io.addrscope.testing.Jdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who asks about one address and no other is told the same as all who ask about many. */
final class OneAddressTest {

    private static final long SEED = 20261125;

    private static final Path LIBJVM = Jdk.current().home().resolve("lib/server/libjvm.so");

    @Test
    void ofAFile() throws IOException {
        check(Fixture.LLD_LIBRARY.file(), 100, 0x8000);
        check(Fixture.BFD_LIBRARY.file(), 100, 0x8000);
        check(LIBJVM, 50, 0x1800000);
    }

    private static void check(Path path, int count, int end) throws IOException {
        ImageFile all = ImageFile.of(path);
        Random random = new Random(SEED);
        int named = 0;
        for (int i = 0; i < count; i++) {
            long address = random.nextInt(end);
            Location one = ImageFile.forOne(address, path, Settings.DEFAULT).locate(address);
            assertSame(one, all.locate(address));
            named += one.symbol() == null ? 0 : 1;
        }
        assertThat(named).isPositive();
    }

    private static void assertSame(Location one, Location another) {
        assertThat(one.symbol()).as("%s", one).isEqualTo(another.symbol());
        assertThat(one.reasons()).as("%s", one).isEqualTo(another.reasons());
        assertThat(one.usage()).as("%s", one).isEqualTo(another.usage());
        assertThat(one.mapping()).as("%s", one).isEqualTo(another.mapping());
        assertThat(one.elfAddress()).as("%s", one).isEqualTo(another.elfAddress());
        assertThat(one.fileOffset()).as("%s", one).isEqualTo(another.fileOffset());
    }

    @Test
    void noOtherAddressOfAFile() throws IOException {
        ImageFile file = ImageFile.forOne(0x1000, LIBJVM, Settings.DEFAULT);
        assertThatThrownBy(() -> file.locate(0x1001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(LIBJVM + " was read for 0x1000 only");
    }

    /** The first question is answered from few symbols, which are not kept; the next one from all. */
    @ParameterizedTest
    @EnumSource(
            value = Source.class,
            names = {"TEXT", "IOCTL"})
    void ofAProcess(Source source) {
        Freshness freshness = source == Source.TEXT ? Freshness.VERIFIED : Freshness.SNAPSHOT;
        Random random = new Random(SEED);
        int fromFew = 0;
        for (int i = 0; i < 20; i++) {
            try (AddressSpace space = AddressSpace.self(source)) {
                Mapping code = codeOfLibjvm(space);
                long address = code.start() + (random.nextLong() >>> 1) % code.size();
                Location one = space.locate(address, freshness);
                int kept = space.statistics().symbolTables();
                Location another = space.locate(address, freshness);
                assertSame(one, another);
                assertThat(kept).isBetween(one.symbol() == null ? 1 : 0, 1);
                fromFew += 1 - kept;
                assertThat(space.statistics().symbolTables()).isEqualTo(1);
                assertSame(space.locateAll(freshness, address, code.start()).get(0), another);
            }
        }
        // In a very long function, or by a symbol without a size, it takes all of them.
        assertThat(fromFew).isGreaterThan(10);
    }

    @Test
    void whoAsksAboutSeveralGetsAllSymbols() {
        try (AddressSpace space = AddressSpace.self(Source.TEXT)) {
            Mapping code = codeOfLibjvm(space);
            space.locateAll(code.start() + 0x10000, code.start() + 0x20000);
            assertThat(space.statistics().symbolTables()).isEqualTo(1);
        }
    }

    private static Mapping codeOfLibjvm(AddressSpace space) {
        return space.maps().mappings().stream()
                .filter(mapping -> mapping.name().text().endsWith("/libjvm.so")
                        && mapping.permissions().isExecutable())
                .findFirst()
                .orElseThrow();
    }
}
