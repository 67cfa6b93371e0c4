// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The program that lies beside the packaged jar, which runs its command line. */
class ProgramIT {

    private static final String MANGLED = "_ZNSt6vectorIiSaIiEE4sizeEv";

    @TempDir
    private Path directory;

    private Path program;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @BeforeEach
    void install() throws IOException {
        Path blank = Files.createDirectory(directory.resolve("a place"));
        Path original = ChildJvm.jar().resolveSibling("addrscope");
        program = Files.copy(original, blank.resolve("addrscope"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(ChildJvm.jar(), blank.resolve("addrscope.jar"));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void answersAsTheJarDoes(Jdk jdk) {
        List<String> arguments = List.of(
                "resolve", "-e", jdk.home().resolve("lib/server/libjvm.so").toString());
        for (String address : List.of("0", "1234567", "no address")) {
            List<String> byJar = new ArrayList<>(
                    List.of(jdk.tool("java").toString(), "-jar", ChildJvm.jar().toString()));
            byJar.addAll(arguments);
            byJar.add(address);
            List<String> byProgram = withJava(jdk.home(), program);
            byProgram.addAll(arguments);
            byProgram.add(address);
            assertThat(Shell.run(byProgram)).isEqualTo(Shell.run(byJar));
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void saysNothingOfTheJvmOnStandardOutput(Jdk jdk) {
        // Two sizes that do not go together, of which a JVM warns.
        List<String> command = new ArrayList<>(List.of("env", "JDK_JAVA_OPTIONS=-Xmx64m -XX:MaxNewSize=1g"));
        command.addAll(withJava(jdk.home(), program));
        command.addAll(List.of("demangle", MANGLED));
        Shell.Result result = Shell.run(command);
        assertThat(result.status()).isZero();
        assertThat(result.stdout()).isEqualTo("std::vector<int, std::allocator<int>>::size()\n");
    }

    @Test
    void linksToItAreFollowed() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("bin"));
        Path first = Files.createSymbolicLink(elsewhere.resolve("first"), Path.of("../a place/addrscope"));
        Path second = Files.createSymbolicLink(elsewhere.resolve("second"), first.getFileName());
        Shell.Result result = Shell.bash("cd \"$1\" && JAVA_HOME=$2 ./second --version", elsewhere.toString(), home());
        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout()).startsWith("addrscope ");
        assertThat(second).exists();
    }

    @Test
    void readsStandardInputAndKeepsWordsWhole() {
        Shell.Result input =
                Shell.bash("echo \"$2\" | JAVA_HOME=$3 \"$1\" demangle", program.toString(), "a  " + MANGLED, home());
        assertThat(input.stdout()).isEqualTo("a  std::vector<int, std::allocator<int>>::size()\n");
        Shell.Result words = Shell.bash("JAVA_HOME=$2 \"$1\" demangle 'a  *' ''", program.toString(), home());
        assertThat(words.stdout()).isEqualTo("a  *\n\n");
    }

    @Test
    void saysWhatIsMissingWhereThereIsNoJava() {
        Shell.Result result = Shell.run(List.of("env", "JAVA_HOME=/no/jdk", program.toString(), "--version"));
        assertThat(result.status()).isEqualTo(127);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr().lines()).hasSize(1).first().asString().contains("/no/jdk/bin/java", "17 or later");
    }

    @Test
    void findsJavaByPathWithoutJavaHome() {
        Shell.Result result =
                Shell.bash("unset JAVA_HOME; PATH=$2/bin:/usr/bin:/bin \"$1\" --version", program.toString(), home());
        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout()).startsWith("addrscope ");
    }

    @Test
    void callsItselfByItsName() {
        List<String> command = withJava(Jdk.all().get(0).home(), program);
        command.add("resolve");
        List<String> help = new ArrayList<>(command);
        help.add("--help");
        assertThat(Shell.run(help).stdout()).startsWith("usage: addrscope resolve ");
        command.add("-x");
        assertThat(Shell.run(command).stderr()).contains("see: addrscope resolve --help\n");
    }

    private static String home() {
        return Jdk.all().get(0).home().toString();
    }

    private static List<String> withJava(Path home, Path program) {
        return new ArrayList<>(List.of("env", "JAVA_HOME=" + home, program.toString()));
    }
}
