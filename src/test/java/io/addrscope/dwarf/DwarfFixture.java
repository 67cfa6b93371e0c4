// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Libraries with debug information of every kind that compilers write, built from {@code fixtures/inlines*}, {@code
 * fixtures/nested*} and {@code fixtures/lines.s} when they are first asked for. The first word of the options is the compiler.
 */
enum DwarfFixture {
    GCC_2("g++ -O2 -gdwarf-2"),
    GCC_3("g++ -O2 -gdwarf-3"),
    GCC_4("g++ -O2 -gdwarf-4"),
    GCC_5("g++ -O2 -gdwarf-5"),
    GCC_STRICT_2("g++ -O2 -gdwarf-2 -gstrict-dwarf"),
    GCC_O0("g++ -O0 -g"),
    GCC_O1("g++ -O1 -g"),
    GCC_O3("g++ -O3 -g"),
    GCC_LINES("g++ -O2 -g1"),
    GCC_64("g++ -O2 -gdwarf-5 -gdwarf64"),
    GCC_64_4("g++ -O2 -gdwarf-4 -gdwarf64"),
    GCC_TYPES("g++ -O2 -gdwarf-4 -fdebug-types-section"),
    GCC_TYPES_5("g++ -O2 -gdwarf-5 -fdebug-types-section"),
    GCC_LTO("g++ -O2 -g -flto"),
    GCC_COLD("g++ -O2 -g -freorder-blocks-and-partition"),
    GCC_NO_MERGE("g++ -O2 -g -fno-merge-debug-strings"),
    GCC_SECTIONS_BFD("g++ -O2 -g -ffunction-sections -Wl,--gc-sections"),
    GCC_SECTIONS_BFD_4("g++ -O2 -gdwarf-4 -ffunction-sections -Wl,--gc-sections"),
    GCC_SECTIONS_GOLD("g++ -O2 -g -ffunction-sections -fuse-ld=gold -Wl,--gc-sections"),
    GCC_SECTIONS_LLD("g++ -O2 -g -ffunction-sections -fuse-ld=lld -Wl,--gc-sections"),
    GCC_ICF_GOLD("g++ -O2 -g -ffunction-sections -fuse-ld=gold -Wl,--icf=all"),
    GCC_ZLIB("g++ -O2 -g -gz=zlib"),
    GCC_ZLIB_GNU("g++ -O2 -g -gz=zlib-gnu"),
    GCC_SPLIT_4("g++ -O2 -gdwarf-4 -gsplit-dwarf"),
    GCC_SPLIT_5("g++ -O2 -gdwarf-5 -gsplit-dwarf"),
    CLANG_2("clang++ -O2 -gdwarf-2"),
    CLANG_3("clang++ -O2 -gdwarf-3"),
    CLANG_4("clang++ -O2 -gdwarf-4"),
    CLANG_5("clang++ -O2 -gdwarf-5"),
    CLANG_O0("clang++ -O0 -g"),
    CLANG_O3("clang++ -O3 -g"),
    CLANG_LINES("clang++ -O2 -gline-tables-only"),
    CLANG_64("clang++ -O2 -gdwarf-5 -gdwarf64"),
    CLANG_TYPES("clang++ -O2 -g -fdebug-types-section"),
    CLANG_LTO("clang++ -O2 -g -flto -fuse-ld=lld"),
    CLANG_THIN_LTO("clang++ -O2 -g -flto=thin -fuse-ld=lld"),
    CLANG_ARANGES("clang++ -O2 -g -gdwarf-aranges"),
    CLANG_SECTIONS_LLD("clang++ -O2 -gdwarf-5 -ffunction-sections -fuse-ld=lld -Wl,--gc-sections"),
    CLANG_SECTIONS_LLD_4("clang++ -O2 -gdwarf-4 -ffunction-sections -fuse-ld=lld -Wl,--gc-sections"),
    CLANG_ICF_LLD("clang++ -O2 -g -ffunction-sections -fuse-ld=lld -Wl,--icf=all"),
    CLANG_SPLIT_4("clang++ -O2 -gdwarf-4 -gsplit-dwarf"),
    CLANG_SPLIT_5("clang++ -O2 -gdwarf-5 -gsplit-dwarf"),
    CLANG_SPLIT_INLINING("clang++ -O2 -gdwarf-5 -gsplit-dwarf -fsplit-dwarf-inlining"),
    C_GCC("gcc -O2 -g"),
    C_GCC_O0("gcc -O0 -g"),
    C_CLANG("clang -O2 -g"),
    C_NESTED("gcc -O2 -g"),
    C_NESTED_4("gcc -O2 -gdwarf-4"),
    S390X("s390x-linux-gnu-gcc -O2 -g"),
    S390X_4("s390x-linux-gnu-gcc -O2 -gdwarf-4"),
    MIPS("clang --target=mips-linux-gnu -fuse-ld=lld -O2 -gdwarf-5"),
    MIPS_4("clang --target=mips-linux-gnu -fuse-ld=lld -O2 -gdwarf-4"),
    I386("gcc -m32 -O2 -g"),
    ASSEMBLER("gcc -Wa,-g"),
    ASSEMBLER_LINES("gcc -g0"),
    RUST("rustc -O -g"),
    RUST_DEBUG("rustc -g");

    private static final Path DIRECTORY = Toolchain.temporaryDirectory("addrscope-dwarf");
    /** One place for all: what is said of two libraries can be compared. */
    private static final Path SOURCES = copySources();

    private static final Map<DwarfFixture, Path> FILES = new ConcurrentHashMap<>();

    private final String options;

    DwarfFixture(String options) {
        this.options = options;
    }

    /** Returns the library, built if it is not there yet. */
    Path file() {
        return FILES.computeIfAbsent(this, DwarfFixture::build);
    }

    /**
     * Returns the library that other tools are asked about. Of a range list in a split unit of clang's, llvm-symbolizer 14
     * does not know what its offsets are from; without splitting the code is the same, and it does.
     */
    DwarfFixture reference() {
        return switch (this) {
            case CLANG_SPLIT_4 -> CLANG_4;
            case CLANG_SPLIT_5, CLANG_SPLIT_INLINING -> CLANG_5;
            default -> this;
        };
    }

    /** Returns a directory of this fixture's own. */
    Path directory() {
        try {
            return Files.createDirectories(DIRECTORY.resolve(name()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path build() {
        Path directory = directory();
        Path library = directory.resolve("library.so");
        List<String> words = Arrays.asList(options.split(" ", -1));
        String compiler = words.get(0);
        List<String> flags = new ArrayList<>(words.subList(1, words.size()));
        if (compiler.equals("rustc")) {
            flags.addAll(List.of("--edition", "2021", "--crate-type", "cdylib", "-Cpanic=abort"));
            Toolchain.compile(library, compiler, flags, List.of(source("inlines.rs")));
            return library;
        }
        flags.addAll(List.of("-shared", "-fPIC", "-nostdlib", "-fno-exceptions", "-fno-rtti"));
        List<String> sources = new ArrayList<>();
        if (name().startsWith("ASSEMBLER")) {
            sources.add(source("lines.s"));
            flags.removeAll(List.of("-fno-exceptions", "-fno-rtti"));
        } else if (compiler.contains("++")) {
            sources.add(source("inlines.cc"));
            sources.add(source("inlines-more.cc"));
            flags.add("-fvisibility=hidden");
        } else if (name().startsWith("C_NESTED")) {
            sources.add(source("nested.c"));
            sources.add(source("nested-more.c"));
        } else {
            sources.add(source("inlines.c"));
            flags.removeAll(List.of("-fno-exceptions", "-fno-rtti"));
        }
        if (name().contains("SPLIT")) {
            // Files of split units are put beside objects.
            List<String> objects = new ArrayList<>();
            for (String source : sources) {
                String object =
                        directory.resolve(Path.of(source).getFileName() + ".o").toString();
                List<String> compileFlags = new ArrayList<>(flags);
                compileFlags.removeIf(flag -> flag.startsWith("-Wl,") || flag.equals("-shared"));
                compileFlags.add("-c");
                Toolchain.compile(Path.of(object), compiler, compileFlags, List.of(source));
                objects.add(object);
            }
            sources = objects;
        }
        Toolchain.compile(library, compiler, flags, sources);
        return library;
    }

    private static Path copySources() {
        Path directory = DIRECTORY.resolve("sources");
        for (String name : List.of(
                "inlines.cc",
                "inlines-more.cc",
                "inlines.h",
                "inlines.c",
                "nested.c",
                "nested-more.c",
                "nested.h",
                "inlines.rs",
                "lines.s")) {
            Toolchain.source(name, directory);
        }
        return directory;
    }

    private String source(String name) {
        return SOURCES.resolve(name).toString();
    }
}
