// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names that no compiler makes: cut, spliced, nested without end, meaning gigabytes. */
class HostileNamesTest {
    private static final int MUTATIONS = 200_000;
    private static final long SEED = 20261122;

    private static final String[] PARTS = {
        "S_", "S0_", "S1_", "SZ_", "T_", "T0_", "TL0__", "I", "E", "N", "Z", "L", "X", "J", "Dp", "Dt", "DT", "sr",
        "srN", "on", "dn", "cv", "cl", "cp", "fp_", "fL0p_", "v", "i", "P", "R", "O", "K", "F", "M", "A_", "A3_",
        "Li1E", "LDnE", "L_Z1fvE", "Ul", "vE_", "Ut_", "St", "Sa", "Ss", "C1", "D0", "B3foo", "nw", "_", "pi", "tl",
        "il", "sZ", "sP", "sp", "fl", "fLpl", "pl", "gt", "ix", "dt", "pt", "qu", "pp_", "tw", "te", "st", "nx", "gs",
        "1a", "Q", "rq", "TyT_", "Tn", "Tt", "Tp", "Tk", "W3foo", "U3foo", "u3foo", "DB8_", "DF16_", "Dv4_", "Do", "DO",
        "Dw", "di1a", "dX", "mc", "so", "GR", "TV", "cvT_", "H", "li1a", "Dk", ".cold", "Ts1a", "DC1a1bE", "B_", "B0_",
        "Nv", "C1c", "s_", "u5a_fsa", "Kj1_", "G_", "L0_", "Y", "D", "p1A"
    };

    @ParameterizedTest
    @EnumSource(Style.class)
    void survivesMutationsAndEveryPrefix(Style style) {
        Demangler demangler = Demangler.of(style).withHashes();
        for (String name : mutations(MUTATIONS / 3)) {
            assertThat(demangler.demangle(name)).isNotNull();
        }
        for (String name : seeds().subList(0, 300)) {
            for (int end = 0; end <= name.length(); end++) {
                assertThat(demangler.demangle(name.substring(0, end))).isNotNull();
            }
        }
    }

    @Test
    void survivesNoise() {
        Random random = new Random(SEED);
        Demangler demangler = Demangler.of(Style.FULL);
        for (int i = 0; i < MUTATIONS; i++) {
            StringBuilder name = new StringBuilder(random.nextBoolean() ? "_Z" : "_R");
            int length = random.nextInt(40);
            for (int j = 0; j < length; j++) {
                name.append(
                        random.nextInt(20) == 0 ? (char) random.nextInt(0x10000) : (char) (' ' + random.nextInt(95)));
            }
            assertThat(demangler.demangle(name.toString())).isNotNull();
        }
    }

    @Test
    void agreesOnMutationsThatBothAccept() {
        Reference llvm = Reference.llvm();
        Agreement.of("mutations", mutations(MUTATIONS), llvm).isAtLeastWhereBothAnswer(llvm.share(0.999));
    }

    @Test
    void boundsNesting() {
        for (String part : PARTS) {
            for (String prefix :
                    new String[] {"_Z1f", "_Z1fI", "_ZN", "_Z1fIX", "_Z", "_R", "_RINvC1a1b", "_RINvC1a1bK", "_RNv"}) {
                String name = prefix + part.repeat(Limits.INPUT / part.length() - 8);
                assertThat(Demangler.of(Style.FULL).demangle(name)).isNotNull();
            }
        }
    }

    @Test
    void boundsTheLengthOfNames() {
        String tooLong = "_Z" + (Limits.INPUT - 6) + "a".repeat(Limits.INPUT);
        assertThat(Demangler.of(Style.FULL).demangle(tooLong)).isSameAs(tooLong);
    }

    /** Each parameter is twice the one before: 40 of them would be a terabyte. */
    @Test
    void boundsWhatSubstitutionsStandFor() {
        StringBuilder doubling = new StringBuilder("_Z1f1AIiiE");
        for (int i = 0; i < 40; i++) {
            // Each step adds the template and the template-id.
            String last = "S" + Integer.toString(2 * i, 36).toUpperCase(Locale.ROOT) + "_";
            doubling.append("1AI").append(last).append(last).append('E');
            if (i == 1) {
                assertThat(Demangler.of(Style.FULL).demangle(doubling.toString()))
                        .isEqualTo(
                                "f(A<int, int>, A<A<int, int>, A<int, int>>, A<A<A<int, int>, A<int, int>>, A<A<int, int>, A<int, int>>>)");
            }
        }
        assertThat(Demangler.of(Style.FULL).demangle(doubling.toString())).isEqualTo(doubling.toString());
        StringBuilder rust = new StringBuilder("_RINvC1a1b");
        int at = rust.length() - 2;
        rust.append("ThhE");
        for (int i = 0; i < 40; i++) {
            int next = rust.length() - 2;
            String last = "B" + (at == 0 ? "" : base62(at - 1)) + "_";
            rust.append('T').append(last).append(last).append('E');
            at = next;
        }
        rust.append('E');
        assertThat(Demangler.of(Style.FULL).demangle(rust.toString())).isEqualTo(rust.toString());
    }

    /** In an impl's path, which is not shown, thousands of binders of tens of thousands of lifetimes each. */
    @Test
    @Timeout(60)
    void boundsWhatIsNotShown() {
        String name = "_RXINvC1a1b" + "FG999_Eu".repeat(7500) + "E";
        for (int i = 0; i < 50; i++) {
            assertThat(Demangler.of(Style.FULL).demangle(name)).isSameAs(name);
        }
    }

    /** With hardly any stack left, a name comes back as it was. */
    @Test
    void survivesTheEndOfTheStack() throws InterruptedException {
        String deep = "_Z1f" + "P".repeat(300) + "i";
        // A class whose initializer meets the end of the stack is lost for good, so they are all initialized before.
        String expected = Demangler.of(Style.FULL).demangle(deep);
        String[] answer = new String[1];
        Thread thread = new Thread(null, () -> answer[0] = atTheEndOfTheStack(deep), "shallow", 200_000);
        thread.start();
        thread.join();
        assertThat(answer[0]).isIn(deep, expected);
    }

    @SuppressWarnings("InfiniteRecursion") // That is the point.
    private static String atTheEndOfTheStack(String name) {
        try {
            return atTheEndOfTheStack(name);
        } catch (StackOverflowError e) {
            return Demangler.of(Style.FULL).demangle(name);
        }
    }

    private static String base62(int value) {
        String digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        return value < 62 ? digits.substring(value, value + 1) : base62(value / 62) + digits.charAt(value % 62);
    }

    private static List<String> seeds() {
        List<String> seeds = new ArrayList<>(Tools.symbols(
                List.of(
                        Path.of(System.getProperty("java.home"), "lib/server/libjvm.so"),
                        Libraries.loaded("libstdc++.so.6", "libstdc++6")),
                "_Z"));
        seeds.removeIf(name -> name.length() > 200);
        try (var grammar = HostileNamesTest.class.getResourceAsStream("cxx-grammar.tsv")) {
            List<String> productions = new String(
                            java.util.Objects.requireNonNull(grammar).readAllBytes(),
                            java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.substring(0, line.indexOf('\t')))
                    .toList();
            for (int i = 0; i < 20; i++) {
                seeds.addAll(productions);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        for (int i = 0; i < 200; i++) {
            seeds.add(
                    "_RINvMNtCs8NwYtU1Mohg_4core5sliceSh11copy_withinINtNtNtB5_3ops5range14RangeInclusivejEECsg0oAa7DM2pc_1m");
            seeds.add("_RINvCsc5jZrKmDyTS_3lib7genericFKClPhEyFG_RL0_eERL0_eEB2_");
        }
        java.util.Collections.shuffle(seeds, new Random(SEED));
        return seeds;
    }

    /** Real names with one to three edits: parts put in, put over, cut out, or spliced from another name. */
    private static Set<String> mutations(int count) {
        Random random = new Random(SEED);
        List<String> seeds = seeds();
        Set<String> mutations = new LinkedHashSet<>();
        while (mutations.size() < count) {
            String seed = seeds.get(random.nextInt(seeds.size()));
            StringBuilder name = new StringBuilder(seed.substring(2));
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                int at = random.nextInt(name.length() + 1);
                String part = PARTS[random.nextInt(PARTS.length)];
                switch (random.nextInt(4)) {
                    case 0 -> name.insert(at, part);
                    case 1 -> name.replace(at, Math.min(name.length(), at + 1), part);
                    case 2 -> name.delete(at, Math.min(name.length(), at + 1 + random.nextInt(4)));
                    default -> {
                        String other = seeds.get(random.nextInt(seeds.size()));
                        int from = 2 + random.nextInt(other.length() - 2);
                        name.insert(at, other, from, Math.min(other.length(), from + 1 + random.nextInt(30)));
                    }
                }
            }
            mutations.add(seed.substring(0, 2) + name);
        }
        return mutations;
    }
}
