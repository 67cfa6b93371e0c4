// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.model.Frame;
import io.addrscope.model.Freshness;
import io.addrscope.model.Location;
import io.addrscope.model.Neighbor;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.Reason;
import io.addrscope.model.Symbol;
import io.addrscope.model.Usage;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTextTest {

    private static final String LONG_SENTENCE = "The file that was mapped is no longer at its path"
            + " (/usr/lib/jvm/java-17-openjdk-amd64/lib/server/libjvm.so): another build lies there now, so nothing in it"
            + " is used.";

    @Test
    void aFunctionOfALibrary() {
        String expected = """
                0x7f3a8c0a1b2e  /usr/lib/x86_64-linux-gnu/libc.so.6
                  ELF address   0xa1b2e
                  file offset   0xa1b2e
                  mapping       0x7f3a8c026000-0x7f3a8c17b000  r-xp  1.3 MiB
                  build ID      93ac0de93ac0de93ac0de93ac0de93ac0de93ac0
                """;
        assertThat(text(Samples.libcFunction(), 80)).isEqualTo(expected);
        assertThat(text(Samples.libcFunction(), 120)).isEqualTo(expected);
    }

    @Test
    void anUnmappedAddressHasItsNeighbours() {
        assertThat(text(Samples.unmapped(), 80)).isEqualTo("""
                        0x7f3a8c17b018  not mapped, in a gap of 126 MiB
                          before it     0x18 past the end of /usr/lib/x86_64-linux-gnu/libc.so.6
                                        0x7f3a8c026000-0x7f3a8c17b000  r-xp  1.3 MiB
                          after it      0x7e84fe8 (126 MiB) below the start of anonymous memory
                                        0x7f3a94000000-0x7f3a94021000  rw-p  132 KiB
                        """);
    }

    @Test
    void theByteBehindAMappingIsWhereTheMappingEnds() {
        assertThat(text(unmapped(new Neighbor(0, Samples.LIBC), null), 80)).isEqualTo("""
                        0x1000  not mapped, above the highest mapping
                          before it     ends right here: /usr/lib/x86_64-linux-gnu/libc.so.6
                                        0x7f3a8c026000-0x7f3a8c17b000  r-xp  1.3 MiB
                        """);
        assertThat(text(unmapped(null, null), 80)).isEqualTo("""
                        0x1000  not mapped
                          note          Nothing is there.
                        """);
    }

    @Test
    void sentencesAreWrappedWhereThePageEndsAndPathsAreNot() {
        Location location = Samples.located(
                0x1000,
                Samples.mapping(
                        0,
                        0x200000,
                        "r--s",
                        0,
                        "/home/somebody/a directory with a long name/and another one below it/libdemo with blanks.so",
                        null),
                OptionalLong.of(0x1000),
                OptionalLong.empty(),
                List.of(new Reason(Reason.Code.FILE_REPLACED, LONG_SENTENCE)));

        assertThat(text(location, 80)).isEqualTo("""
                        0x1000
                          /home/somebody/a directory with a long name/and another one below it/libdemo with blanks.so
                          file offset   0x1000
                          mapping       0x0-0x200000  r--s  2 MiB
                          note          The file that was mapped is no longer at its path
                                        (/usr/lib/jvm/java-17-openjdk-amd64/lib/server/libjvm.so):
                                        another build lies there now, so nothing in it is used.
                        """);
        assertThat(text(location, 120)).isEqualTo("""
                        0x1000  /home/somebody/a directory with a long name/and another one below it/libdemo with blanks.so
                          file offset   0x1000
                          mapping       0x0-0x200000  r--s  2 MiB
                          note          The file that was mapped is no longer at its path
                                        (/usr/lib/jvm/java-17-openjdk-amd64/lib/server/libjvm.so): another build lies there now, so nothing in
                                        it is used.
                        """);
    }

    @Test
    void everythingThatCanBeKnown() {
        Location location = new Location(
                0x7f3a8c0a1b2eL,
                ObtainedBy.IOCTL,
                Freshness.VERIFIED,
                0,
                0,
                Samples.LIBC,
                null,
                null,
                OptionalLong.of(0xa1b2e),
                OptionalLong.of(0xa1b2e),
                new Symbol("malloc", "malloc", "GLIBC_2.2.5", "function", "dynsym", null, null, 0x1a, 0x223),
                List.of(
                        new Frame("checked_request2size", null, "malloc.c", 1330, 7, 0, true),
                        new Frame("malloc", null, "malloc.c", 3301, 0, 0, false)),
                new Usage("native code", null, false, "file-backed, executable"),
                List.of());
        assertThat(text(location, 80)).isEqualTo("""
                        0x7f3a8c0a1b2e  /usr/lib/x86_64-linux-gnu/libc.so.6
                          function      malloc+0x1a of 0x223 (GLIBC_2.2.5, dynsym)
                          inlined       checked_request2size at malloc.c:1330:7
                          source        malloc at malloc.c:3301
                          use           native code (inferred: file-backed, executable)
                          ELF address   0xa1b2e
                          file offset   0xa1b2e
                          mapping       0x7f3a8c026000-0x7f3a8c17b000  r-xp  1.3 MiB
                          build ID      93ac0de93ac0de93ac0de93ac0de93ac0de93ac0
                        """);
    }

    @Test
    void colorsChangeNothingButColors() {
        StringBuilder colored = new StringBuilder();
        new LocationText(new Page(80, true)).append(colored, Samples.unmapped());

        assertThat(colored.toString()).contains("\033[1m0x7f3a8c17b018\033[0m");
        assertThat(colored.toString().replaceAll("\033\\[[0-9]*m", "")).isEqualTo(text(Samples.unmapped(), 80));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 80, 120, Page.UNBOUNDED})
    void nothingThatIsShownCanSteerATerminalAndNoNameIsCut(int width) {
        Pattern steering = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029&&[^\\n]]");
        Random random = new Random(width);
        for (int i = 0; i < 500; i++) {
            Location location = Samples.random(random);
            String text = text(location, width);
            assertThat(steering.matcher(text).find()).as(text).isFalse();
            assertThat(text).endsWith("\n");
            if (location.mapping() != null) {
                assertThat(text).contains(Description.of(location.mapping()));
            }
        }
    }

    private static Location unmapped(@Nullable Neighbor before, @Nullable Neighbor after) {
        return new Location(
                0x1000,
                ObtainedBy.IOCTL,
                Freshness.VERIFIED,
                0,
                0,
                null,
                before,
                after,
                OptionalLong.empty(),
                OptionalLong.empty(),
                null,
                List.of(),
                null,
                List.of(new Reason(Reason.Code.UNMAPPED, "Nothing is there.")));
    }

    private static String text(Location location, int width) {
        StringBuilder out = new StringBuilder();
        new LocationText(new Page(width, false)).append(out, location);
        return out.toString();
    }
}
