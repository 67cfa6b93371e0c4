// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemanglerTest {
    private static final Demangler FULL = Demangler.of(Style.FULL);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "_",
                "_Z",
                "_R",
                ".",
                "malloc",
                "main",
                "_start",
                "_Zzz",
                "_Rust",
                "_ZN",
                "_Z3fo",
                "_Z0fv",
                "_Z1f_",
                "_ZNE",
                "_ZN1AE1",
                "_Z1fS_",
                "_Z1fT_",
                "__libc_start_main",
                "_ZZZ",
                "_RNvC1a",
                "_RB_",
                "_RNvCu1-",
                "Java_java_lang_Object",
                "_Z99999999999999999999f",
                "_Z1f\u0000",
                "_Z3\ud800ab",
                "_ZN3foo17h0123456789abcdeE.",
                "_RNvC1a1b$x"
            })
    void givesBackWhatIsNotMangled(String raw) {
        assertThat(FULL.demangle(raw)).isSameAs(raw);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_Z1fv.part.0                        | f() (.part.0)",
                "_Z1fv.constprop.0.isra.0.cold       | f() (.constprop.0.isra.0.cold)",
                "_Z1fv.lto_priv.0                    | f() (.lto_priv.0)",
                "_Z1fv.llvm.1234                     | f() (.llvm.1234)",
                "_ZNSo5flushEv@@GLIBCXX_3.4          | std::ostream::flush()@@GLIBCXX_3.4",
                "_Z1fv@plt                           | f()@plt",
                "_Z1fv.cold@V1                       | f() (.cold)@V1",
                "._Z1fv                              | .f()",
                "_RNvC1a1b.llvm.12                   | a::b (.llvm.12)",
                "_ZN3foo3bar17h0123456789abcdefE.llvm.12 | foo::bar (.llvm.12)",
                "malloc@@GLIBC_2.2.5                 | malloc@@GLIBC_2.2.5",
            })
    void keepsSuffixes(String raw, String demangled) {
        assertThat(FULL.demangle(raw)).isEqualTo(demangled);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_ZSt4sortIPiEvT_S1_              | void std::sort<int*>(int*, int*) | std::sort<int*> | std::sort",
                "_ZNKSt6vectorIiSaIiEE4sizeEv     | std::vector<int, std::allocator<int>>::size() const | std::vector<int, std::allocator<int>>::size | std::vector::size",
                "_ZN1AcvT_IiEEv                   | A::operator int<int>() | A::operator int<int> | A::operator int",
                "_ZZ1fiENKUlcE_clEc               | f(int)::'lambda'(char)::operator()(char) const | f::'lambda'::operator() | f::'lambda'::operator()",
                "_ZNSsC1Ev                        | std::basic_string<char, std::char_traits<char>, std::allocator<char>>::basic_string() | std::basic_string<char, std::char_traits<char>, std::allocator<char>>::basic_string | std::basic_string::basic_string",
                "_ZTV1AIiE                        | vtable for A<int> | vtable for A<int> | vtable for A",
                "_Z1fIPFvvEEPFviET_.cold          | void (*f<void (*)()>(void (*)()))(int) (.cold) | f<void (*)()> (.cold) | f (.cold)",
                "_RINvMs_C1aINtB5_1SxE1fhE        | <a::S<i64>>::f::<u8> | <a::S<i64>>::f::<u8> | <a::S>::f",
                "_RINvC1a1fDINtB2_1ThEp1AlEL_E    | a::f::<dyn a::T<u8, A = i32>> | a::f::<dyn a::T<u8, A = i32>> | a::f",
            })
    void hasStyles(String raw, String full, String withoutParameters, String withoutArguments) {
        assertThat(FULL.demangle(raw)).isEqualTo(full);
        assertThat(Demangler.of(Style.WITHOUT_PARAMETERS).demangle(raw)).isEqualTo(withoutParameters);
        assertThat(Demangler.of(Style.WITHOUT_TEMPLATE_ARGUMENTS).demangle(raw)).isEqualTo(withoutArguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_ZN3foo3bar17h0123456789abcdefE | foo::bar | foo::bar::h0123456789abcdef",
                "_RNvCs1234_7mycrate3foo         | mycrate::foo | mycrate[3c1c0]::foo",
                "_ZN3foo3barEv                   | foo::bar() | foo::bar()",
            })
    void hidesHashesUnlessAsked(String raw, String hidden, String shown) {
        assertThat(FULL.demangle(raw)).isEqualTo(hidden);
        assertThat(FULL.withHashes().demangle(raw)).isEqualTo(shown);
    }

    @Test
    void readsNamesThatAreNotAscii() {
        assertThat(FULL.demangle("_ZN4\u00fcber5\u6771\u4eac")).isEqualTo("_ZN4\u00fcber5\u6771\u4eac");
        assertThat(FULL.demangle("_ZN5\u00fcber6\u6771\u4eacEv")).isEqualTo("\u00fcber::\u6771\u4eac()");
        assertThat(FULL.demangle("_Z4\ud83d\ude00v")).isEqualTo("\ud83d\ude00()");
    }

    @Test
    void servesManyThreads() {
        String raw = "_ZNKSt6vectorIiSaIiEE4sizeEv";
        String expected = FULL.demangle(raw);
        assertThat(IntStream.range(0, 100_000).parallel().mapToObj(i -> FULL.demangle(raw)))
                .allMatch(expected::equals);
    }
}
