// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged jar's {@code resolve -e}, against {@code addr2line} and {@code llvm-symbolizer}, byte for byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResolveFileIT {

    private static final long SEED = 20261125;
    private static final Jdk JDK = Jdk.all().get(0);
    private static final Pattern FUNCTION = Pattern.compile(
            "^ *\\d+: ([0-9a-f]+) +(0x[0-9a-f]+|\\d+) FUNC +\\w+ +\\w+ +(?:\\[[^]]*] +)?\\d+ \\S+$", Pattern.MULTILINE);
    private static final Pattern VARIABLE = Pattern.compile(
            "^ *\\d+: ([0-9a-f]+) +(0x[0-9a-f]+|\\d+) OBJECT +\\w+ +\\w+ +(?:\\[[^]]*] +)?\\d+ \\S+$",
            Pattern.MULTILINE);

    @TempDir
    private Path directory;

    private Path libc;
    private Path small;
    private Path bigEndian;

    @BeforeAll
    void build(@TempDir Path builds) throws IOException {
        // Without a build ID and a link nobody finds its debug file, which tells lines.
        libc = builds.resolve("libc.so");
        tool(
                "objcopy",
                "--remove-section=.note.gnu.build-id",
                "--remove-section=.gnu_debuglink",
                "/lib/x86_64-linux-gnu/libc.so.6",
                libc.toString());
        Path source = Files.writeString(builds.resolve("some.cpp"), """
            int some_number = 3;
            namespace some { int inner(int a) { return a * some_number; } struct Thing { int with(char *, long); };
            int Thing::with(char *text, long at) { return text[at]; } }
            extern "C" int some_c(int a) { return some::inner(a) + 1; }
            """);
        small = builds.resolve("small.so");
        tool("g++", "-m32", "-O1", "-shared", "-fPIC", "-nostdlib", "-o", small.toString(), source.toString());
        bigEndian = builds.resolve("big.so");
        tool(
                "clang++",
                "--target=powerpc64-linux-gnu",
                "-fuse-ld=lld",
                "-O1",
                "-shared",
                "-fPIC",
                "-nostdlib",
                "-o",
                bigEndian.toString(),
                source.toString());
    }

    Stream<Arguments> files() {
        Stream<Path> jvms = Jdk.all().stream().map(jdk -> jdk.home().resolve("lib/server/libjvm.so"));
        return Stream.concat(jvms, Stream.of(libc, small, bigEndian)).map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("files")
    void functionsAreThoseOfAddr2line(Path file) {
        compare("addr2line", file, addresses(file, FUNCTION, 400), new String[] {"addr2line", "-Cfipa", "-e"}, "\n");
    }

    @ParameterizedTest
    @MethodSource("files")
    void symbolsAreThoseOfLlvmSymbolizer(Path file) {
        List<String> addresses = addresses(file, FUNCTION, 400);
        addresses.addAll(addresses(file, VARIABLE, 50));
        compare("llvm", file, addresses, new String[] {"llvm-symbolizer", "-e"}, "\n\n");
    }

    private void compare(String style, Path file, List<String> addresses, String[] tool, String end) {
        addresses.add("0x10");
        addresses.add("0xffffff");
        addresses.add("0xfffffff0");
        List<String> command = new ArrayList<>(List.of(tool));
        command.add(file.toString());
        command.addAll(addresses);
        Shell.Result theirs = Shell.run(command);
        Shell.Result ours = resolve(file, addresses, "--style", style);
        assertThat(ours.stderr()).isEmpty();
        String[] our = ours.stdout().split(end, -1);
        String[] their = theirs.stdout().split(end, -1);
        Map<String, Integer> counts = new TreeMap<>();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < Math.max(our.length, their.length); i++) {
            String a = i < our.length ? our[i] : "(none)";
            String b = i < their.length ? their[i] : "(none)";
            String verdict = a.equals(b) ? "same" : a.contains("<") ? "template" : "other";
            counts.merge(verdict, 1, Integer::sum);
            if (!verdict.equals("same")) {
                others.add(a + " | " + b);
            }
        }
        System.out.println(file + " " + style + ": " + counts + String.join("\n  ", others));
    }

    private static List<String> addresses(Path file, Pattern kind, int most) {
        Set<String> addresses = new LinkedHashSet<>();
        Matcher matcher = kind.matcher(tool("readelf", "-sW", file.toString()));
        while (matcher.find()) {
            long value = Long.parseUnsignedLong(matcher.group(1), 16);
            long size = Long.decode(matcher.group(2));
            if (value != 0 && size != 0) {
                addresses.add("0x" + Long.toHexString(value));
                addresses.add("0x" + Long.toHexString(value + size / 2));
                addresses.add("0x" + Long.toHexString(value + size - 1));
            }
        }
        List<String> all = new ArrayList<>(addresses);
        Collections.shuffle(all, new Random(SEED));
        return new ArrayList<>(all.subList(0, Math.min(most, all.size())));
    }

    private static Shell.Result resolve(Path file, List<String> addresses, String... options) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "-u",
                "DEBUGINFOD_URLS",
                JDK.tool("java").toString(),
                "-jar",
                ChildJvm.jar().toString(),
                "resolve",
                "-e",
                file.toString()));
        command.addAll(List.of(options));
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
