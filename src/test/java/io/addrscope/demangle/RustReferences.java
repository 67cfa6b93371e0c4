// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rust names as compilers make them, and what other demanglers say of them. */
final class RustReferences {
    private static final double ALMOST_ALL = 0.9999;

    private static final Pattern HASH = Pattern.compile(".*17h[0-9a-f]{16}E");

    private static final Pattern TYPE =
            Pattern.compile("(?<=[0-9a-f'e]): (?:[ui](?:8|16|32|64|128|size)|bool|char)(?=[]>,])");

    private static final Pattern SUFFIX = Pattern.compile(" \\(\\.[^)]*\\)$");

    private RustReferences() {}

    /** The start of a command line of rustc that mangles so; v0 or legacy. */
    static List<String> compiler(String mangling) {
        List<String> command = new ArrayList<>(List.of("env", "RUSTC_BOOTSTRAP=1", Tools.find("rustc", "rustc")));
        if (mangling.equals("legacy")) {
            // A nightly option since v0 became the default.
            command.add("-Zunstable-options");
        }
        command.addAll(List.of("-C", "debuginfo=0", "-C", "symbol-mangling-version=" + mangling));
        return command;
    }

    static List<String> v0Symbols(List<Path> files) {
        return Tools.symbols(files, "_R");
    }

    static List<String> legacySymbols(List<Path> files) {
        List<String> names = Tools.symbols(files, "_ZN");
        // c++filt knows no escapes for characters that are not ASCII.
        names.removeIf(name -> !HASH.matcher(name).matches() || name.contains("$ud") || name.contains("$uf"));
        return names;
    }

    /** Compares the names, if there are any, without hashes with llvm-cxxfilt, and with them with c++filt. */
    static void agreeOnV0(String what, List<String> names) {
        if (names.isEmpty()) {
            return;
        }
        Agreement.of(what + ", v0", names, Reference.llvm()).isAtLeast(ALMOST_ALL);
        agreeWithGnu(what + ", v0", names);
    }

    /** Compares the names, if there are any, with c++filt only: llvm-cxxfilt takes these names for C++. */
    static void agreeOnLegacy(String what, List<String> names) {
        if (!names.isEmpty()) {
            agreeWithGnu(what + ", legacy", names);
        }
    }

    private static void agreeWithGnu(String what, List<String> names) {
        Demangler demangler = Demangler.of(Style.FULL).withHashes();
        Reference gnu = Reference.of(Tools.find("c++filt", "binutils"), "-s", "rust");
        Agreement.of(what, names, demangler, gnu, RustReferences::withoutGnuDifferences)
                .isAtLeast(ALMOST_ALL);
    }

    /** Without what only one of us shows: c++filt the types of constants and hashes that are none, we suffixes and escapes. */
    private static String withoutGnuDifferences(String name) {
        String common = TYPE.matcher(name).replaceAll("").replace("[0]", "").replace("'\\''", "'''");
        return SUFFIX.matcher(common).replaceAll("");
    }
}
