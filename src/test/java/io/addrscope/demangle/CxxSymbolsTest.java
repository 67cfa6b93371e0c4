// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** C++ names from libraries and compilers, as llvm-cxxfilt and c++filt show them. */
class CxxSymbolsTest {
    private static final double ALMOST_ALL = 0.9999;

    private static final Pattern GNU_LAMBDA = Pattern.compile("\\{lambda(\\([^#]*\\))#\\d+\\}");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void agreesOnTheJvm() {
        Path jvm = Path.of(System.getProperty("java.home"), "lib/server/libjvm.so");
        agreesWithLlvm("libjvm", Tools.symbols(List.of(jvm), "_Z"));
    }

    @Test
    void agreesOnTheStandardLibrary() {
        agreesWithLlvm("libstdc++", standardLibrary());
    }

    @Test
    void agreesWithGnuButForKnownClassesOfDifference() {
        Agreement.of("libstdc++", standardLibrary(), Demangler.of(Style.FULL), Reference.gnu(), CxxSymbolsTest::asLlvm)
                .isAtLeast(0.999);
    }

    @Test
    void agreesOnWhatGccMakesOfCxx20() {
        String gcc = Tools.find("g++", "g++");
        agreesOnFixture(List.of(gcc, "-std=c++20", "-fconcepts", "-c"), "gcc.o");
    }

    @Test
    void agreesOnWhatClangMakesOfCxx20() {
        String clang = Tools.find("clang++", "clang");
        agreesOnFixture(List.of(clang, "-std=c++20", "-c"), "clang.o");
    }

    private void agreesOnFixture(List<String> compiler, String object) {
        Path compiled = Tools.compile(directory, "cxx20.cpp", object, compiler);
        agreesWithLlvm(object + " of C++20", Tools.symbols(List.of(compiled), "_Z"));
    }

    private static void agreesWithLlvm(String what, List<String> names) {
        Reference llvm = Reference.llvm();
        Agreement.of(what, names, llvm).isAtLeast(llvm.share(ALMOST_ALL));
    }

    private static List<String> standardLibrary() {
        return Tools.symbols(List.of(Libraries.loaded("libstdc++.so.6", "libstdc++6")), "_Z");
    }

    /** GNU's ways of writing what is the same; the package's documentation lists them. */
    static String asLlvm(String name) {
        String llvm = name.replace("decltype (", "decltype(")
                .replace("decltype(nullptr)", "std::nullptr_t")
                .replaceAll(" \\[clone (\\.[^]]*)\\]", " ($1)");
        llvm = llvm.replaceAll("(?<=operator<<?) (?=<)", "");
        llvm = llvm.replace("std::basic_string<char, std::char_traits<char>, std::allocator<char>>", "std::string")
                .replaceAll("std::basic_([io]+stream)<char, std::char_traits<char>>", "std::$1");
        llvm = llvm.replace("std::string::basic_string(", "std::string::string(")
                .replace("std::string::~basic_string(", "std::string::~string(")
                .replaceAll("(std::[io]+stream::~?)basic_", "$1");
        llvm = llvm.replace("TLS init function for", "thread-local initialization routine for")
                .replace("TLS wrapper function for", "thread-local wrapper routine for");
        llvm = GNU_LAMBDA.matcher(llvm).replaceAll("'lambda'$1");
        return llvm.replaceAll("'lambda\\d*'", "'lambda'").replaceAll("auto:\\d+", "auto");
    }
}
