// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Source lines of the packaged jar's {@code resolve -e}, against {@code addr2line} and {@code llvm-symbolizer}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResolveLinesIT {

    private static final long SEED = 20261125;
    private static final int ADDRESSES = 1500;
    private static final Jdk JDK = Jdk.all().get(0);
    private static final Path LIBC = Path.of("/lib/x86_64-linux-gnu/libc.so.6");

    /** How an answer compares with the tool's. */
    private enum Verdict {
        SAME,
        /**
         * Functions and lines are those of the other tool: binutils 2.40 names the wrong file where a function's lines are of an
         * included one, llvm-symbolizer 14 reads no symbols of a debug file.
         */
        OTHER_TOOL,
        /**
         * The same lines; a function by another of its names: a symbol beside that of the debug information. And binutils calls a
         * function that has no linkage name, since it was inlined, by the symbol around it when it is first asked about it.
         */
        NAME,
        /** No line, and a name that only one of the two has: a slot of the procedure linkage table, or the nearest symbol. */
        NO_LINE,
        OTHER
    }

    @TempDir
    private static Path builds;

    private Path gcc;
    private Path rust;

    @BeforeAll
    void build() throws IOException {
        assertThat(LIBC).as("libc6-dbg has its debug file").exists();
        Path source = Files.writeString(builds.resolve("lines.cpp"), """
                #include <cstdlib>
                namespace some {
                template <typename T> struct Box {
                    T value;
                    __attribute__((always_inline)) T twice() const { return value + value; }
                };
                static __attribute__((always_inline)) inline int deep(int a) { return Box<int>{a}.twice() * std::abs(a); }
                struct Shape {
                    virtual ~Shape() {}
                    virtual int area(int a) const { return deep(a) + 1; }
                };
                __attribute__((noinline)) int walk(const Shape &shape, int n) {
                    auto step = [&](int i) { return shape.area(i) + deep(i); };
                    int sum = 0;
                    for (int i = 0; i < n; i++) {
                        if (i % 3) sum += step(i); else sum -= deep(i);
                    }
                    return sum;
                }
                }
                int main(int argc, char **) { return some::walk(some::Shape(), argc) + some::deep(argc); }
                """);
        gcc = compile("g++", source);
        compile("clang++", source);
        rust = compileRust();
    }

    /** Functions of the standard library are inlined into the library's own. */
    private static Path compileRust() throws IOException {
        Path source = Files.writeString(builds.resolve("lines.rs"), """
                use std::collections::HashMap;
                use std::fmt::Write;
                pub struct Shape { sides: Vec<u32> }
                impl Shape {
                    #[inline(always)]
                    fn longest(&self) -> u32 { self.sides.iter().copied().max().unwrap_or(0) }
                }
                #[no_mangle]
                pub extern "C" fn rust_sum(values: *const u32, count: usize) -> u32 {
                    let values = unsafe { std::slice::from_raw_parts(values, count) };
                    values.iter().filter(|v| **v % 3 != 0).map(|v| v.wrapping_mul(7)).fold(0, u32::wrapping_add)
                }
                #[no_mangle]
                pub extern "C" fn rust_count(seed: u32) -> usize {
                    let mut seen: HashMap<u32, String> = HashMap::new();
                    for i in 0..seed {
                        let shape = Shape { sides: (0..i).rev().collect() };
                        let mut text = String::new();
                        write!(text, "{}-{}", shape.longest(), i).unwrap();
                        seen.entry(i % 5).or_default().push_str(&text);
                    }
                    seen.values().map(|s| s.trim().len()).sum()
                }
                """);
        Path library = builds.resolve("rust.so");
        // llvm-symbolizer 14 takes names of the older mangling for such of C++.
        tool(
                "rustc",
                "--edition",
                "2021",
                "--crate-type",
                "cdylib",
                "-g",
                "-O",
                "-Csymbol-mangling-version=v0",
                "-o",
                library.toString(),
                source.toString());
        return library;
    }

    private static Path compile(String compiler, Path source) {
        Path program = builds.resolve(compiler);
        // Nothing but what has lines.
        tool(compiler, "-O2", "-g", "-shared", "-fPIC", "-nostartfiles", "-o", program.toString(), source.toString());
        return program;
    }

    /** Files, and the options of a style with the command that prints the same. */
    private Stream<Arguments> questions() {
        List<Arguments> questions = new ArrayList<>();
        for (Path file : List.of(gcc, builds.resolve("clang++"), rust, LIBC)) {
            questions.add(Arguments.of(file, List.of("--style", "llvm"), List.of("llvm-symbolizer")));
            questions.add(Arguments.of(
                    file,
                    List.of("--style", "llvm", "--no-inlines", "--basenames"),
                    List.of("llvm-symbolizer", "--no-inlines", "--basenames")));
            questions.add(Arguments.of(file, List.of("--style", "addr2line"), List.of("addr2line", "-Cfipa")));
            questions.add(Arguments.of(
                    file,
                    List.of("--style", "addr2line", "--no-inlines", "--basenames"),
                    List.of("addr2line", "-Cfpas")));
        }
        return questions.stream();
    }

    @ParameterizedTest
    @MethodSource("questions")
    void linesAreThoseOfTheTool(Path file, List<String> options, List<String> tool) {
        boolean isLlvm = tool.get(0).equals("llvm-symbolizer");
        List<String> addresses = code(file);
        String[] theirs = answers(ask(tool, file, addresses), isLlvm);
        if (isLlvm && tool.contains("--basenames")) {
            // It leaves paths as they are that the compiler was given with directories.
            for (int i = 0; i < theirs.length; i++) {
                theirs[i] = theirs[i].replaceAll("\n/.*/", "\n");
            }
        }
        String[] ours = answers(resolve(file, addresses, options), isLlvm);
        assertThat(ours).hasSameSizeAs(theirs).hasSize(addresses.size());
        List<String> other = List.of(isLlvm ? "addr2line" : "llvm-symbolizer");
        String[] arbiters = isLlvm
                ? answers(ask(List.of("addr2line", "-Cfipa"), file, addresses), false)
                : answers(ask(List.of("llvm-symbolizer"), file, addresses), true);
        String[] whole = isLlvm
                ? answers(resolve(file, addresses, List.of("--style", "addr2line")), false)
                : answers(resolve(file, addresses, List.of("--style", "llvm")), true);

        Map<Verdict, Integer> counts = new TreeMap<>();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < ours.length; i++) {
            Verdict verdict = verdict(ours[i], theirs[i]);
            if (verdict == Verdict.OTHER && linesOf(whole[i]).equals(linesOf(arbiters[i]))) {
                verdict = Verdict.OTHER_TOOL;
            }
            counts.merge(verdict, 1, Integer::sum);
            if (verdict == Verdict.OTHER) {
                others.add(addresses.get(i) + ": " + ours[i] + " and not " + theirs[i] + "; " + other + " says "
                        + arbiters[i]);
            }
        }
        System.out.println(file.getFileName() + " " + String.join(" ", options) + ": " + counts);
        assertThat(others.size() * 1000).as("%s", others).isLessThanOrEqualTo(ours.length);
        assertThat(counts.getOrDefault(Verdict.SAME, 0) * 100)
                .as("%s", counts)
                .isGreaterThan(ours.length * (isLlvm ? 80 : 75));
    }

    private static Verdict verdict(String ours, String theirs) {
        if (ours.equals(theirs)) {
            return Verdict.SAME;
        }
        if (!linesOf(ours).equals(linesOf(theirs))) {
            return Verdict.OTHER;
        }
        return linesOf(ours).contains(":") ? Verdict.NAME : Verdict.NO_LINE;
    }

    /** Files and lines alone, as either tool prints them, without columns and discriminators; nothing if there are none. */
    private static String linesOf(String answer) {
        StringBuilder lines = new StringBuilder();
        for (String line : answer.split("\n", -1)) {
            String place = line.replaceFirst(" \\(discriminator \\d+\\)$", "");
            int at = place.lastIndexOf(" at ");
            place = at < 0 ? place.replaceFirst("(:\\d+):\\d+$", "$1") : place.substring(at + 4);
            // A line of 0, or a file from the symbol table without one, is none.
            if (place.matches("[^ ?].*:[1-9]\\d*")) {
                lines.append(place).append('\n');
            }
        }
        return lines.toString();
    }

    private static String[] answers(String output, boolean isLlvm) {
        return output.strip().split(isLlvm ? "\n\n" : "\n(?! \\(inlined by\\))", -1);
    }

    private static String ask(List<String> tool, Path file, List<String> addresses) {
        List<String> command = new ArrayList<>(tool);
        command.addAll(List.of("-e", file.toString()));
        command.addAll(addresses);
        return tool(command.toArray(String[]::new));
    }

    /** Random addresses of a file's code. */
    private static List<String> code(Path file) {
        String sections = tool("readelf", "-SW", file.toString());
        String[] text = sections.substring(sections.indexOf(" .text ")).strip().split(" +", -1);
        long start = Long.parseLong(text[2], 16);
        long size = Long.parseLong(text[4], 16);
        Random random = new Random(SEED);
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < ADDRESSES; i++) {
            addresses.add("0x" + Long.toHexString(start + (long) (random.nextDouble() * size)));
        }
        return addresses;
    }

    /** All of a Rust library's own functions, byte for byte. */
    @Test
    void inlinedStandardLibraryIsThatOfTheTools() {
        List<String> addresses = new ArrayList<>();
        Matcher functions = Pattern.compile(" ([0-9a-f]{16}) +(\\d+) FUNC .* rust_(?:sum|count)\n")
                .matcher(tool("readelf", "--syms", "-W", rust.toString()));
        while (functions.find()) {
            long start = Long.parseLong(functions.group(1), 16);
            for (int i = 0; i < Integer.parseInt(functions.group(2)); i += 2) {
                addresses.add("0x" + Long.toHexString(start + i));
            }
        }
        String llvm = ask(List.of("llvm-symbolizer"), rust, addresses);
        assertThat(llvm).contains("/library/core/src/").contains("rust_count\n").contains("rust_sum\n");
        assertThat(resolve(rust, addresses, List.of("--style", "llvm"))).isEqualTo(llvm);
        assertThat(resolve(rust, addresses, List.of("--style", "addr2line")))
                .isEqualTo(ask(List.of("addr2line", "-Cfipa"), rust, addresses));
    }

    @Test
    void jsonHasFrames() {
        String address = inlinedAddress();
        JsonObject location = JsonParser.parseString(resolve(gcc, List.of(address), List.of("--json")))
                .getAsJsonObject();
        JsonArray frames = location.getAsJsonArray("frames");
        String[] llvm =
                ask(List.of("llvm-symbolizer"), gcc, List.of(address)).strip().split("\n", -1);
        assertThat(frames).hasSize(llvm.length / 2).hasSizeGreaterThan(1);
        for (int i = 0; i < frames.size(); i++) {
            JsonObject frame = frames.get(i).getAsJsonObject();
            assertThat(frame.get("function").getAsString()).endsWith(llvm[2 * i]);
            assertThat(frame.get("file").getAsString() + ":"
                            + frame.get("line").getAsInt() + ":"
                            + frame.get("column").getAsInt())
                    .isEqualTo(llvm[2 * i + 1]);
            assertThat(frame.get("inlined").getAsBoolean()).isEqualTo(i < frames.size() - 1);
        }
        JsonArray outermost = JsonParser.parseString(resolve(gcc, List.of(address), List.of("--json", "--no-inlines")))
                .getAsJsonObject()
                .getAsJsonArray("frames");
        assertThat(outermost).hasSize(1);
        assertThat(outermost.get(0)).isEqualTo(frames.get(frames.size() - 1));
    }

    /** Returns an address at which something was inlined. */
    private String inlinedAddress() {
        List<String> addresses = code(gcc);
        String[] answers = answers(ask(List.of("llvm-symbolizer"), gcc, addresses), true);
        for (int i = 0; i < answers.length; i++) {
            if (answers[i].lines().count() > 2) {
                return addresses.get(i);
            }
        }
        throw new AssertionError("nothing is inlined in " + gcc);
    }

    @Test
    void pathsAreChangedAndLeftOut() {
        List<String> address = List.of(inlinedAddress());
        String plain = unbroken(resolve(gcc, address, List.of()));
        assertThat(plain).contains(" at " + builds + "/lines.cpp:");
        String mapped = unbroken(resolve(gcc, address, List.of("--source-map", builds + "=/src")));
        assertThat(mapped).contains(" at /src/lines.cpp:").doesNotContain(builds + "/lines.cpp");
        assertThat(unbroken(resolve(gcc, address, List.of("--basenames")))).contains(" at lines.cpp:");
        assertThat(resolve(gcc, address, List.of("--functions-only")))
                .doesNotContain("lines.cpp")
                .contains("function ");
        Shell.Result wrong = cli(gcc, address, List.of("--source-map", "/src"));
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.stderr()).contains("--source-map").contains("FROM=TO");
    }

    private static String unbroken(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private static String resolve(Path file, List<String> addresses, List<String> options) {
        Shell.Result result = cli(file, addresses, options);
        assertThat(result.stderr()).isEmpty();
        assertThat(result.status()).isZero();
        return result.stdout();
    }

    private static Shell.Result cli(Path file, List<String> addresses, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                JDK.tool("java").toString(), "-jar", ChildJvm.jar().toString(), "resolve", "-e", file.toString()));
        command.addAll(options);
        command.addAll(addresses);
        return Shell.run(command);
    }

    private static String tool(String... command) {
        Shell.Result result = Shell.run(List.of(command));
        assertThat(result.status())
                .as("%s: %s", String.join(" ", command), result.stderr())
                .isZero();
        return result.stdout();
    }
}
