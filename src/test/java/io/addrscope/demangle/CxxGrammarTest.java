// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Productions of the Itanium C++ ABI with the answers of llvm-cxxfilt 22: what compilers emit, and what no compiler at hand
 * emits.
 */
class CxxGrammarTest {
    @ParameterizedTest
    @CsvFileSource(resources = "cxx-grammar.tsv", delimiter = '\t', quoteCharacter = '\0')
    void demanglesAsLlvm(String raw, String demangled) {
        assertThat(Demangler.of(Style.FULL).demangle(raw)).isEqualTo(demangled);
    }
}
