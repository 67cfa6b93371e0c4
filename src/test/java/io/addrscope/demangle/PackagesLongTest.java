// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Hundreds of thousands of names from Debian's packages, against the newest llvm-cxxfilt that Debian has. */
@EnabledIfSystemProperty(named = "addrscope.long", matches = "true")
class PackagesLongTest {
    private static final String LLVM = "22";

    private static final List<String> PACKAGES = List.of(
            "openjdk-17-dbg",
            "libc++1-14",
            "libqt5core5a",
            "libqt5gui5",
            "libqt5widgets5",
            "libboost-log1.74.0",
            "libboost-locale1.74.0",
            "libboost-regex1.74.0",
            "libboost-python1.74.0",
            "libboost-math1.74.0",
            "libboost-serialization1.74.0",
            "libboost-wave1.74.0",
            "libclang-cpp16",
            "libclang-cpp19",
            "libllvm19",
            "libllvm16",
            "libgrpc++1.51",
            "libprotobuf32",
            "libjavascriptcoregtk-4.1-0",
            "libtbb12");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void agreesOnPackages() throws IOException {
        Path llvm = unpack("llvm", List.of("llvm-" + LLVM, "libllvm" + LLVM));
        Path program = directory.resolve("llvm-cxxfilt");
        Files.writeString(
                program,
                "#!/bin/sh\nLD_LIBRARY_PATH=" + llvm + "/usr/lib/x86_64-linux-gnu:" + llvm + "/usr/lib/llvm-" + LLVM
                        + "/lib exec " + llvm + "/usr/lib/llvm-" + LLVM + "/bin/llvm-cxxfilt \"$@\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Path packages = unpack("packages", PACKAGES);
        List<Path> files;
        try (Stream<Path> all = Files.walk(packages)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*(\\.so[.0-9]*|\\.debug)"))
                    .toList();
        }
        List<String> names = Tools.symbols(files, "_Z");
        assertThat(names).hasSizeGreaterThan(150_000);
        Agreement.of("packages", names, Reference.llvm(program.toString())).isAtLeast(0.9999);
    }

    /** The crate behind Rust's own hash maps, in the version of Debian's, used in many ways. */
    @Test
    void agreesOnARustCrate() throws IOException {
        Path unpacked = unpack("crate", List.of("librust-hashbrown-dev"));
        Path source;
        try (Stream<Path> crates = Files.list(unpacked.resolve("usr/share/cargo/registry"))) {
            source = crates.filter(crate -> crate.getFileName().toString().startsWith("hashbrown-"))
                    .findFirst()
                    .orElseThrow()
                    .resolve("src/lib.rs");
        }
        for (String mangling : List.of("v0", "legacy")) {
            List<String> compiler = new ArrayList<>(RustReferences.compiler(mangling));
            compiler.addAll(List.of("--edition", "2021"));
            Path crate = directory.resolve("libhashbrown-" + mangling + ".rlib");
            List<String> library = new ArrayList<>(compiler);
            library.addAll(List.of("--crate-type", "rlib", "--crate-name", "hashbrown", "--cap-lints", "allow"));
            library.addAll(List.of("-o", crate.toString(), source.toString()));
            Tools.run(library, List.of());
            compiler.addAll(List.of("--extern", "hashbrown=" + crate));
            List<Path> program =
                    List.of(Tools.compile(directory, "collections.rs", "collections-" + mangling, compiler));
            List<String> v0 = RustReferences.v0Symbols(program);
            List<String> legacy = RustReferences.legacySymbols(program);
            assertThat(mangling.equals("v0") ? v0 : legacy).hasSizeGreaterThan(1000);
            RustReferences.agreeOnV0("hashbrown", v0);
            RustReferences.agreeOnLegacy("hashbrown", legacy);
        }
    }

    private Path unpack(String name, List<String> packages) throws IOException {
        String apt = Tools.find("apt-get", "apt");
        String dpkg = Tools.find("dpkg", "dpkg");
        Path downloads = Files.createDirectory(directory.resolve(name + ".deb"));
        Path unpacked = Files.createDirectory(directory.resolve(name));
        for (String wanted : packages) {
            Tools.run(List.of("sh", "-c", "cd " + downloads + " && " + apt + " download " + wanted), List.of());
        }
        try (Stream<Path> files = Files.list(downloads)) {
            for (Path file : files.toList()) {
                Tools.run(List.of(dpkg, "-x", file.toString(), unpacked.toString()), List.of());
            }
        }
        return unpacked;
    }
}
