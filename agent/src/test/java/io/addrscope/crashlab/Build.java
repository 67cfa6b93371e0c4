// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crashlab;

import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import io.addrscope.agent.testing.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The libraries that die, each built once a JVM when it is first asked for.
 *
 * <p>Those whose names begin with {@code C_} have all the functions of {@link Ways}; those of C++ and Rust have
 * {@link Ways#readInStatic} and {@link Ways#abort}.
 */
public enum Build {
    /** Optimized, as most are, and with frame pointers, so that HotSpot prints the callers. */
    C_USUAL(Language.C, "-O2 -fno-omit-frame-pointer"),
    /** Functions follow each other without a gap, in the order of the source. */
    C_PACKED(
            Language.C,
            "-O2 -fno-omit-frame-pointer -fno-align-functions -fno-toplevel-reorder -fno-reorder-functions"),
    C_O0(Language.C, "-O0"),
    C_O1(Language.C, "-O1 -fno-omit-frame-pointer"),
    C_O2(Language.C, "-O2 -fomit-frame-pointer"),
    C_O3(Language.C, "-O3 -fomit-frame-pointer"),
    C_CLANG(Language.C_BY_CLANG, "-O2 -fno-omit-frame-pointer"),
    /** ELF addresses and file offsets differ. */
    C_LLD(Language.C_BY_CLANG, "-O2 -fno-omit-frame-pointer -fuse-ld=lld"),
    C_DWARF4(Language.C, "-O2 -fno-omit-frame-pointer -gdwarf-4"),
    C_DWARF5(Language.C, "-O2 -fno-omit-frame-pointer -gdwarf-5"),
    C_COMPRESSED(Language.C, "-O2 -fno-omit-frame-pointer -gz=zlib"),
    C_SPLIT(Language.C, "-O2 -fno-omit-frame-pointer -gsplit-dwarf"),
    /** ELF addresses do not begin at 0; the dynamic linker puts it where it was linked for, if it can. */
    C_NONZERO_BASE(Language.C, "-O2 -fno-omit-frame-pointer -Wl,-Ttext-segment=0x400000"),
    /** ELF addresses begin where no process has memory, so that none of them is the address. */
    C_IMPOSSIBLE_BASE(
            Language.C_BY_CLANG, "-O2 -fno-omit-frame-pointer -fuse-ld=lld -Wl,--image-base=0x7ffffffff0000000"),
    C_WITHOUT_DEBUG_INFO(Language.C, "-O2 -fno-omit-frame-pointer", Finish.STRIP_DEBUG),
    C_STRIPPED(Language.C, "-O2 -fno-omit-frame-pointer", Finish.STRIP),
    C_DEBUG_LINK(Language.C, "-O2 -fno-omit-frame-pointer -gdwarf-4", Finish.DEBUG_LINK),
    C_BUILD_ID(Language.C, "-O2 -fno-omit-frame-pointer", Finish.BUILD_ID_DIRECTORY),
    CPP(Language.CPP, "-O2 -fno-omit-frame-pointer"),
    CPP_CLANG(Language.CPP_BY_CLANG, "-O2 -fno-omit-frame-pointer"),
    /** With whatever names the compiler makes by itself. */
    RUST(Language.RUST, "-Copt-level=2"),
    RUST_V0(Language.RUST, "-Copt-level=2 -Csymbol-mangling-version=v0");

    /** What compiles a source, and how whatever comes from it is called. */
    private enum Language {
        C("ways.c", "gcc", "-shared -fPIC -g -Wl,--build-id -pthread -o"),
        C_BY_CLANG("ways.c", "clang", "-shared -fPIC -g -Wl,--build-id -pthread -o"),
        CPP("ways.cpp", "g++", "-shared -fPIC -g -Wl,--build-id -o"),
        CPP_BY_CLANG("ways.cpp", "clang++", "-shared -fPIC -g -Wl,--build-id -o"),
        RUST("ways.rs", "rustc", "-g -Cforce-frame-pointers=yes -Clink-arg=-Wl,--build-id -o");

        private final String source;
        private final String compiler;
        private final String options;

        Language(String source, String compiler, String options) {
            this.source = source;
            this.compiler = compiler;
            this.options = options;
        }

        private boolean hasHeaders() {
            return this != RUST;
        }
    }

    /** What becomes of a library that has been linked. */
    private enum Finish {
        NONE,
        STRIP_DEBUG,
        STRIP,
        /** The debug file lies beside the library, which names it. */
        DEBUG_LINK,
        /** The debug file lies in a directory of debug files, under the library's build ID. */
        BUILD_ID_DIRECTORY
    }

    private static final Map<Build, Library> BUILT = new EnumMap<>(Build.class);

    private final Language language;
    private final String flags;
    private final Finish finish;

    Build(Language language, String flags) {
        this(language, flags, Finish.NONE);
    }

    Build(Language language, String flags, Finish finish) {
        this.language = language;
        this.flags = flags;
        this.finish = finish;
    }

    /**
     * A library.
     *
     * @param file what is loaded
     * @param twin the same as it came from the linker, with everything that tells names and lines
     * @param debugDirectory where its debug file lies by build ID, if it does
     */
    public record Library(Path file, Path twin, @Nullable Path debugDirectory) {}

    /** Makes a library in a directory, where its file may be changed: a copy, which has its debug file where it must be. */
    Library library(Path directory) throws IOException {
        Library built = built();
        try (var files = Files.list(built.file().getParent())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, directory.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return new Library(directory.resolve(built.file().getFileName()), built.twin(), built.debugDirectory());
    }

    private Library built() throws IOException {
        synchronized (BUILT) {
            Library library = BUILT.get(this);
            if (library == null) {
                library = build();
                BUILT.put(this, library);
            }
            return library;
        }
    }

    private Library build() throws IOException {
        Path work = ChildJvm.workDirectory().toRealPath();
        String name = "libways-" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".so";
        Path linked = Files.createDirectory(work.resolve("twin"));
        Path twin = linked.resolve(name);
        Path file = Files.createDirectory(work.resolve("file")).resolve(name);
        List<String> command = new ArrayList<>(List.of(language.compiler));
        command.addAll(Arrays.asList(flags.split(" ", -1)));
        if (language.hasHeaders()) {
            Path headers = Jdk.all().get(0).home().resolve("include");
            command.addAll(List.of("-I" + headers, "-I" + headers.resolve("linux")));
        }
        command.addAll(Arrays.asList(language.options.split(" ", -1)));
        command.addAll(List.of(twin.toString(), source(language.source, work).toString()));
        Tool.run(linked, command);
        return new Library(file, twin, finish(twin, file));
    }

    /** Makes the file from the twin, and returns the directory with its debug file if there is one. */
    private @Nullable Path finish(Path twin, Path file) throws IOException {
        switch (finish) {
            case NONE -> Files.copy(twin, file);
            case STRIP_DEBUG -> Tool.run(List.of("strip", "-g", "-o", file.toString(), twin.toString()));
            case STRIP -> Tool.run(List.of("strip", "-o", file.toString(), twin.toString()));
            case DEBUG_LINK -> {
                Path debug = debugFile(twin, file.resolveSibling(file.getFileName() + ".debug"));
                Tool.run(List.of(
                        "objcopy", "--strip-all", "--add-gnu-debuglink=" + debug, twin.toString(), file.toString()));
            }
            case BUILD_ID_DIRECTORY -> {
                Path directory = file.resolveSibling("debug");
                String id = buildId(twin);
                Path folder = Files.createDirectories(directory.resolve(".build-id/" + id.substring(0, 2)));
                debugFile(twin, folder.resolve(id.substring(2) + ".debug"));
                Tool.run(List.of("strip", "-o", file.toString(), twin.toString()));
                return directory;
            }
        }
        return null;
    }

    private static Path debugFile(Path twin, Path debug) {
        Tool.run(List.of("objcopy", "--only-keep-debug", twin.toString(), debug.toString()));
        return debug;
    }

    private static String buildId(Path file) {
        String notes = Tool.run(List.of("readelf", "-n", file.toString()));
        String label = "Build ID: ";
        int at = notes.indexOf(label) + label.length();
        return notes.substring(at, notes.indexOf('\n', at)).strip();
    }

    /** Builds the library that is loaded and unloaded: at an address where nothing comes to lie after it. */
    static Path guest(Path directory) throws IOException {
        return small("guest.c", "-Wl,-Ttext-segment=0x200000000000", directory);
    }

    /** Builds the library that comes in the place of another. */
    static Path impostor(Path directory) throws IOException {
        return small("other.c", "-O2", directory);
    }

    private static Path small(String source, String flag, Path directory) throws IOException {
        Path file = directory.resolve("lib" + source.replace(".c", ".so"));
        Path input = source(source, directory);
        Tool.run(List.of(
                "gcc", "-shared", "-fPIC", "-g", "-Wl,--build-id", flag, "-o", file.toString(), input.toString()));
        return file;
    }

    private static Path source(String name, Path directory) throws IOException {
        try (InputStream in = Objects.requireNonNull(Build.class.getResourceAsStream("/crash/" + name), name)) {
            Path copy = directory.resolve(name);
            Files.write(copy, in.readAllBytes());
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
