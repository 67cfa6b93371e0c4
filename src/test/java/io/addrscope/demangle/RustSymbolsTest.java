// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Rust names from rustc, as llvm-cxxfilt (v0) and c++filt (both manglings) show them. */
class RustSymbolsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void agreesOnV0() {
        List<String> names = RustReferences.v0Symbols(List.of(compile("v0")));
        assertThat(names).hasSizeGreaterThan(100);
        RustReferences.agreeOnV0("generic code", names);
    }

    @Test
    void agreesOnLegacy() {
        List<String> names = RustReferences.legacySymbols(List.of(compile("legacy")));
        assertThat(names).hasSizeGreaterThan(100);
        RustReferences.agreeOnLegacy("generic code", names);
    }

    /** The standard library and the compiler, in whichever mangling they were built. */
    @Test
    void agreesOnTheToolchain() throws IOException {
        Path sysroot = Path.of(Tools.run(List.of(Tools.find("rustc", "rustc"), "--print", "sysroot"), List.of())
                .get(0));
        List<Path> libraries;
        try (Stream<Path> files = Files.walk(sysroot.resolve("lib"))) {
            libraries = files.filter(file -> file.getFileName().toString().matches("lib(std|rustc_driver)-.*\\.so"))
                    .toList();
        }
        List<String> v0 = RustReferences.v0Symbols(libraries);
        List<String> legacy = RustReferences.legacySymbols(libraries);
        assertThat(v0.size() + legacy.size()).isGreaterThan(1000);
        RustReferences.agreeOnV0("Rust's toolchain", v0);
        RustReferences.agreeOnLegacy("Rust's toolchain", legacy);
    }

    /**
     * What the crate rustc-demangle publishes that it shows: raw name, whether hashes are shown, its answer, and ours, which
     * is another for suffixes and for characters that are not ASCII, shown as llvm-cxxfilt does.
     */
    @ParameterizedTest
    @CsvFileSource(resources = "rust-vectors.tsv", delimiter = '\t', quoteCharacter = '\0', maxCharsPerColumn = 10_000)
    void readsPublishedVectors(String raw, String hashes, String published, String ours) {
        Demangler demangler = Demangler.of(Style.FULL);
        Demangler chosen = hashes.equals("shown") ? demangler.withHashes() : demangler;
        assertThat(chosen.demangle(raw)).isEqualTo(ours);
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
        return Tools.compile(directory, "names.rs", "names_" + mangling, RustReferences.compiler(mangling));
    }
}
