// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged jar's {@code resolve -e}, against {@code addr2line} and {@code llvm-symbolizer}, byte for byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResolveFileIT {

    private static final long SEED = 20261125;
    private static final Jdk JDK = Jdk.all().get(0);
    private static final Pattern SYMBOL = Pattern.compile(
            "^ *\\d+: ([0-9a-f]+) +(0x[0-9a-f]+|\\d+) (FUNC|OBJECT) +\\w+ +\\w+ +(?:\\[[^]]*] +)?\\d+ (\\S+)$",
            Pattern.MULTILINE);

    /** How a line compares with the tool's. */
    private enum Verdict {
        SAME,
        /** Demanglers close brackets, and take the address of functions, in two ways: {@code > >} and {@code >>}. */
        TEMPLATE,
        /** The parts that a compiler makes of a function binutils calls {@code [clone .part.0]}, others {@code (.part.0)}. */
        CLONE,
        /** Another name of the same address. */
        ALIAS,
        /** The tool names the nearest symbol where none holds the address. */
        NEAR,
        OTHER
    }

    /** What readelf says of a function or variable; its name without a version. */
    private record Defined(String name, long value, long size, boolean isFunction) {}

    @TempDir
    private static Path builds;

    @TempDir
    private Path directory;

    private Path libc;
    private Path small;
    private Path bigEndian;

    @BeforeAll
    void build() throws IOException {
        libc = withoutDebugFile(Path.of("/lib/x86_64-linux-gnu/libc.so.6"), builds.resolve("libc.so"));
        List<String> sources = new ArrayList<>();
        for (String name : List.of("one", "two")) {
            // With two files that have something local, addr2line does not pretend to know the file of a global
            // function.
            sources.add(Files.writeString(builds.resolve(name + ".cpp"), """
                static int local_N(int a) { return a * 3; }
                int number_N[9] = {1};
                namespace some {
                int inner_N(int a) { return number_N[local_N(a)]; }
                struct S_N { int with(char *, long); };
                int S_N::with(char *text, long at) { return text[at]; }
                }
                extern "C" int c_N(int a) { return some::inner_N(a) + 1; }
                """.replace("_N", "_" + name))
                    .toString());
        }
        small = compile("small.so", sources, "g++", "-m32");
        bigEndian = compile("big.so", sources, "clang++", "--target=mips-linux-gnu", "-fuse-ld=lld");
    }

    private static Path compile(String name, List<String> sources, String... compiler) {
        Path file = builds.resolve(name);
        List<String> command = new ArrayList<>(List.of(compiler));
        command.addAll(List.of("-O1", "-fno-inline", "-shared", "-fPIC", "-nostdlib", "-o", file.toString()));
        command.addAll(sources);
        tool(command.toArray(String[]::new));
        return file;
    }

    /** Copies a library and changes its build ID: nobody finds its debug file, which would tell lines. */
    private static Path withoutDebugFile(Path library, Path copy) throws IOException {
        Matcher id = Pattern.compile("Build ID: ([0-9a-f]+)").matcher(tool("readelf", "-n", library.toString()));
        assertThat(id.find()).isTrue();
        String bytes = new String(Files.readAllBytes(library), StandardCharsets.ISO_8859_1);
        String buildId = new String(HexFormat.of().parseHex(id.group(1)), StandardCharsets.ISO_8859_1);
        String other = new StringBuilder(buildId).reverse().toString();
        return Files.write(copy, bytes.replace(buildId, other).getBytes(StandardCharsets.ISO_8859_1));
    }

    private Stream<Path> files() {
        Stream<Path> jvms = Jdk.all().stream().map(jdk -> jdk.home().resolve("lib/server/libjvm.so"));
        return Stream.concat(jvms, Stream.of(libc, small, bigEndian));
    }

    @ParameterizedTest
    @MethodSource("files")
    void functionsAreThoseOfAddr2line(Path file) {
        compare("addr2line", file, "\n", List.of("addr2line", "-Cfipa", "-e", file.toString()), true);
    }

    @ParameterizedTest
    @MethodSource("files")
    void symbolsAreThoseOfLlvmSymbolizer(Path file) {
        compare("llvm", file, "\n\n", List.of("llvm-symbolizer", "-e", file.toString()), false);
    }

    /** First, middle and last bytes of functions and variables, and addresses outside of everything. */
    private void compare(String style, Path file, String end, List<String> tool, boolean isAddr2line) {
        List<Defined> symbols = symbols(file);
        List<Long> addresses = new ArrayList<>();
        for (Defined symbol : symbols) {
            addresses.add(symbol.value());
            addresses.add(symbol.value() + symbol.size() / 2);
            addresses.add(symbol.value() + symbol.size() - 1);
        }
        Collections.shuffle(addresses, new Random(SEED));
        addresses = new ArrayList<>(addresses.subList(0, Math.min(400, addresses.size())));
        addresses.addAll(List.of(0x10L, 0x3fffffffL));
        List<String> hex =
                addresses.stream().map(a -> "0x" + Long.toHexString(a)).toList();
        List<String> command = new ArrayList<>(tool);
        command.addAll(hex);
        String[] theirs = Shell.run(command).stdout().split(end, -1);
        Shell.Result result = resolve(file, hex, "--style", style);
        assertThat(result.stderr()).isEmpty();
        assertThat(result.status()).isZero();
        String[] ours = result.stdout().split(end, -1);
        assertThat(ours).hasSameSizeAs(theirs).hasSize(addresses.size() + 1);

        Map<Verdict, Integer> counts = new TreeMap<>();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            Verdict verdict = verdict(ours[i], theirs[i]);
            if (verdict == Verdict.OTHER) {
                verdict = verdictBySymbols(file, addresses.get(i), ours[i], symbols, isAddr2line);
            }
            counts.merge(verdict, 1, Integer::sum);
            if (verdict == Verdict.OTHER) {
                others.add(ours[i] + " and not " + theirs[i]);
            }
        }
        System.out.println(file.getFileName() + " as " + style + " prints it: " + counts);
        assertThat(others).isEmpty();
        assertThat(counts.get(Verdict.SAME)).isGreaterThan(addresses.size() / 2);
    }

    private static Verdict verdict(String ours, String theirs) {
        if (ours.equals(theirs)) {
            return Verdict.SAME;
        }
        if (ours.contains("<") && ours.replaceAll("[ ()]", "").equals(theirs.replaceAll("[ ()]", ""))) {
            return Verdict.TEMPLATE;
        }
        String cloned = theirs.replaceAll(" \\[clone (\\.[^]]*)]", "$1");
        return ours.replaceAll("[ ()]", "").equals(cloned.replaceAll("[ ()]", "")) ? Verdict.CLONE : Verdict.OTHER;
    }

    private static Verdict verdictBySymbols(
            Path file, long address, String ours, List<Defined> symbols, boolean isAddr2line) {
        List<String> covering = symbols.stream()
                .filter(symbol -> symbol.isFunction() || !isAddr2line)
                .filter(symbol -> Long.compareUnsigned(address - symbol.value(), symbol.size()) < 0)
                .map(Defined::name)
                .toList();
        if (covering.isEmpty()) {
            return ours.contains("??:0") && ours.contains("?? ") == isAddr2line ? Verdict.NEAR : Verdict.OTHER;
        }
        String raw = tool("addr2line", "-f", "-e", file.toString(), "0x" + Long.toHexString(address));
        return isAddr2line && covering.size() > 1 && covering.contains(raw.split("\n", -1)[0])
                ? Verdict.ALIAS
                : Verdict.OTHER;
    }

    private static List<Defined> symbols(Path file) {
        Set<Defined> symbols = new LinkedHashSet<>();
        Matcher matcher = SYMBOL.matcher(tool("readelf", "-sW", file.toString()));
        while (matcher.find()) {
            long value = Long.parseUnsignedLong(matcher.group(1), 16);
            long size = Long.decode(matcher.group(2));
            if (value != 0 && size != 0) {
                symbols.add(new Defined(
                        matcher.group(4).split("@", 2)[0],
                        value,
                        size,
                        matcher.group(3).equals("FUNC")));
            }
        }
        assertThat(symbols).as("symbols of %s", file).isNotEmpty();
        return List.copyOf(symbols);
    }

    @Test
    void jsonIsThatOfTheFile() {
        Path jvm = JDK.home().resolve("lib/server/libjvm.so");
        Defined function = symbols(jvm).stream()
                .filter(symbol -> symbol.name().equals("JNI_CreateJavaVM"))
                .findFirst()
                .orElseThrow();
        Shell.Result result =
                resolve(jvm, List.of("0x" + Long.toHexString(function.value() + 1), "ffffffffffffffff"), "--json");
        assertThat(result.status()).isZero();
        List<JsonObject> lines = result.stdout()
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        assertThat(lines).hasSize(2);
        JsonObject location = lines.get(0);
        assertThat(location.get("obtainedBy").getAsString()).isEqualTo("file");
        assertThat(location.get("mapping").isJsonNull()).isTrue();
        assertThat(location.get("elfAddress").getAsString())
                .isEqualTo(location.get("address").getAsString());
        JsonObject symbol = location.getAsJsonObject("symbol");
        assertThat(symbol.get("name").getAsString()).isEqualTo("JNI_CreateJavaVM");
        assertThat(symbol.get("offset").getAsString()).isEqualTo("0x1");
        assertThat(symbol.get("size").getAsString()).isEqualTo("0x" + Long.toHexString(function.size()));
        JsonObject outside = lines.get(1);
        assertThat(outside.get("symbol").isJsonNull()).isTrue();
        assertThat(outside.getAsJsonArray("reasons")
                        .get(0)
                        .getAsJsonObject()
                        .get("code")
                        .getAsString())
                .isEqualTo("NOT_IN_SEGMENT");
    }

    @Test
    void whatIsNoImageIsRefused() throws IOException {
        Path source = Files.writeString(directory.resolve("some.c"), "int some(void) { return 1; }\n");
        Path object = directory.resolve("some.o");
        tool("gcc", "-c", "-o", object.toString(), source.toString());
        assertRefused(
                object.toString(), "is a relocatable object: its addresses count from the beginning of each section");
        // The four bytes at 16 are e_type and e_machine.
        byte[] core = Files.readAllBytes(object);
        core[16] = 4;
        assertRefused(Files.write(directory.resolve("core"), core).toString(), "is a core file");
        assertRefused(source.toString(), "ELF");
        assertRefused(Files.write(directory.resolve("empty"), new byte[0]).toString(), "ELF");
        assertRefused(
                Files.write(directory.resolve("cut"), Arrays.copyOf(Files.readAllBytes(libc), 70))
                        .toString(),
                "cut");
        assertRefused(directory.resolve("missing").toString(), "no file lies at");
        assertRefused(directory.toString(), "is not a regular file");
        assertRefused("/dev/zero", "is not a regular file");
        Path pipe = directory.resolve("pipe");
        tool("mkfifo", pipe.toString());
        assertRefused(pipe.toString(), "is not a regular file");
        Path loop = Files.createSymbolicLink(directory.resolve("loop"), directory.resolve("loop"));
        assertRefused(loop.toString(), "loop");
        assertRefused("", "");
    }

    @Test
    void whatMayNotBeReadIsRefused() throws IOException {
        assumeTrue(CliIT.isRoot(), "only root can run this as another user");
        Path jar = CliIT.readableByAll(ChildJvm.jar());
        Path secret = Files.copy(libc, Files.createTempFile("addrscope", ".so"), StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(secret, Set.of());
        Shell.Result result = Shell.run(List.of(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                JDK.tool("java").toString(),
                "-jar",
                jar.toString(),
                "resolve",
                "-e",
                secret.toString(),
                "0"));
        Files.delete(secret);
        assertThat(result.status()).as("%s", result).isEqualTo(3);
        assertThat(result.stderr()).contains(secret.toString()).hasLineCount(1);
    }

    private static void assertRefused(String file, String saying) {
        Shell.Result result = cli("resolve", "-e", file, "0");
        assertThat(result.status()).as("%s", result).isEqualTo(3);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).startsWith("addrscope: ").contains(saying).hasLineCount(1);
    }

    @Test
    void usageIsChecked() {
        for (List<String> wrong : List.of(
                List.of("-e", libc.toString(), "-p", "1", "0"),
                List.of("-e", libc.toString(), "--source", "text", "0"),
                List.of("-e", libc.toString(), "--json", "--style", "llvm", "0"),
                List.of("-e", libc.toString(), "--style", "gdb", "0"),
                List.of("0"))) {
            List<String> arguments = new ArrayList<>(List.of("resolve"));
            arguments.addAll(wrong);
            Shell.Result result = cli(arguments.toArray(String[]::new));
            assertThat(result.status()).as("%s", result).isEqualTo(2);
            assertThat(result.stdout()).isEmpty();
            assertThat(result.stderr()).startsWith("addrscope: ");
        }
    }

    @Test
    void standardInputIsRead() {
        String java = JDK.tool("java").toString();
        Shell.Result result = Shell.bash(
                "printf '0x%x\\n%x bad\\n' \"$4\" \"$4\" | \"$1\" -jar \"$2\" resolve -e \"$3\" --style llvm",
                java, ChildJvm.jar().toString(), small.toString(), Long.toString(valueOf(small, "c_one")));
        assertThat(result.stdout()).isEqualTo("c_one\n??:0:0\n\n".repeat(2) + "??\n??:0:0\n\n");
        assertThat(result.status()).isZero();
    }

    @Test
    void strictMakesWhatCouldNotBeFoundOutAStatus() {
        String function = "0x" + Long.toHexString(valueOf(libc, "malloc"));
        assertThat(resolve(libc, List.of(function), "--strict").status()).isZero();
        // Without a full symbol table nobody knows what is here.
        assertThat(resolve(libc, List.of("0x10"), "--strict").status()).isEqualTo(1);
        assertThat(resolve(libc, List.of("0x10")).status()).isZero();
        // With one it is known that nothing is.
        assertThat(resolve(small, List.of("0x10"), "--strict").status()).isZero();
        assertThat(resolve(small, List.of("zz"), "--strict").status()).isEqualTo(1);
    }

    private static long valueOf(Path file, String name) {
        return symbols(file).stream()
                .filter(symbol -> symbol.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + file))
                .value();
    }

    private static Shell.Result resolve(Path file, List<String> addresses, String... options) {
        List<String> arguments = new ArrayList<>(List.of("resolve", "-e", file.toString()));
        arguments.addAll(List.of(options));
        arguments.addAll(addresses);
        return cli(arguments.toArray(String[]::new));
    }

    private static Shell.Result cli(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "-u",
                "DEBUGINFOD_URLS",
                JDK.tool("java").toString(),
                "-jar",
                ChildJvm.jar().toString()));
        command.addAll(List.of(arguments));
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
