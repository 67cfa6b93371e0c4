// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rust names from rustc, as llvm-cxxfilt (v0) and c++filt (both manglings) show them. */
class RustSymbolsTest {
    private static final double ALMOST_ALL = 0.9999;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void agreesOnV0() {
        List<String> names = Tools.symbols(List.of(compile("v0")), "_R");
        assertThat(names).hasSizeGreaterThan(100);
        Agreement.of("Rust v0", names, Reference.llvm()).isAtLeast(ALMOST_ALL);
    }

    @Test
    void agreesOnLegacyButForCharactersThatGnuDoesNotKnow() {
        List<String> names = new ArrayList<>(Tools.symbols(List.of(compile("legacy")), "_ZN"));
        names.removeIf(name -> !name.matches(".*17h[0-9a-f]{16}E") || name.contains("$ud") || name.contains("$uf"));
        assertThat(names).hasSizeGreaterThan(100);
        Demangler demangler = Demangler.of(Style.FULL).withHashes();
        List<String> theirs =
                Reference.of(Tools.find("c++filt", "binutils"), "-s", "rust").demangle(names);
        assertThat(names.stream().map(demangler::demangle)).isEqualTo(theirs);
    }

    /** RFC 2603 with the later additions for constants, which the reference tools do not know yet. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "_RINvC1a1bKRe616263_E          | a::b::<\"abc\">",
                "_RINvC1a1bKe616263_E           | a::b::<{*\"abc\"}>",
                "_RINvC1a1bKRe0a2722c3a9_E      | a::b::<\"\\n'\\\"\u00e9\">",
                "_RINvC1a1bKRec3_E              | _RINvC1a1bKRec3_E",
                "_RINvC1a1bKAj1_j2_EE           | a::b::<{[1, 2]}>",
                "_RINvC1a1bKTj1_EE              | a::b::<{(1,)}>",
                "_RINvC1a1bKRj1_E               | a::b::<{&1}>",
                "_RINvC1a1bKQj1_E               | a::b::<{&mut 1}>",
                "_RINvC1a1bKVNtC1a1cUE          | a::b::<{a::c}>",
                "_RINvC1a1bKVNtC1a1cTj1_EE      | a::b::<{a::c(1)}>",
                "_RINvC1a1bKVNtC1a1cS1xj1_1yRj2_EE | a::b::<{a::c { x: 1, y: &2 }}>",
                "_RINvC1a1bKin80000000000000000000000000000000_E | a::b::<-0x80000000000000000000000000000000>",
                "_RINvC1a1bKc27_Kc22_Kcdf_E     | a::b::<'\\'', '\"', '\\u{df}'>",
                "_RINvC1a1bFG0_RL1_hRL0_hEhE    | a::b::<for<'a, 'b> fn(&'a u8, &'b u8) -> u8>",
                "_RINvC1a1bDG_INtC1a1cRL0_hEp4ItemhEL_E | a::b::<dyn for<'a> a::c<&'a u8, Item = u8>>",
                "_RINvC1a1bFK7foo_barEuE        | a::b::<extern \"foo-bar\" fn()>",
                "_RNvCu5a_fsa1b                 | a\u01bd::b",
                "_RNSNvC1a1bs_3foo              | a::b::{shim:foo#1}",
                "_ZN3lib13gr$uf6$$udf$e10stra$udf$e17hbb35424ee1e0dd0fE | lib::gr\u00f6\u00dfe::stra\u00dfe",
                "_ZN3foo15_$LT$u8$GT$..ba17h0123456789abcdefE | foo::<u8>::ba",
            })
    void readsTheGrammar(String raw, String demangled) {
        assertThat(Demangler.of(Style.FULL).demangle(raw)).isEqualTo(demangled);
    }

    private Path compile(String mangling) {
        String rustc = Tools.find("rustc", "rustc");
        // Legacy is a nightly option since v0 became the default.
        List<String> options = Stream.of("-C", "debuginfo=0", "-C", "symbol-mangling-version=" + mangling)
                .toList();
        List<String> command = new ArrayList<>(List.of("env", "RUSTC_BOOTSTRAP=1", rustc));
        if (mangling.equals("legacy")) {
            command.add("-Zunstable-options");
        }
        command.addAll(options);
        return Tools.compile(directory, "names.rs", "names_" + mangling, command);
    }
}
