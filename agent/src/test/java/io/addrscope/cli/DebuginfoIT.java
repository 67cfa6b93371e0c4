// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged jar's {@code debuginfo}, of a living JVM and of files, with the package databases of several systems. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DebuginfoIT {

    private ChildJvm.Running target;
    private String pid;

    @TempDir
    private Path shared;

    private Path directory;
    private int directories;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @BeforeAll
    void startTarget() throws IOException {
        Path mapped = Files.write(ChildJvm.workDirectory().resolve("data"), new byte[8192]);
        target = ChildJvm.on(Jdk.all().get(0))
                .mainClass(TargetApp.class, mapped.toString())
                .start();
        target.awaitLine(line -> line.equals("ready"));
        pid = Long.toString(target.pid());
    }

    @AfterAll
    void stopTarget() {
        target.close();
    }

    @BeforeEach
    void newDirectory() throws IOException {
        directory = Files.createDirectory(shared.toRealPath().resolve(Integer.toString(directories++)));
    }

    /** Runs the command with the tools of a directory before those of the system, and without servers. */
    private static Shell.Result cli(Jdk jdk, String path, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "-u",
                "DEBUGINFOD_URLS",
                "PATH=" + path + System.getenv("PATH"),
                jdk.tool("java").toString(),
                "-jar",
                ChildJvm.jar().toString(),
                "debuginfo"));
        command.addAll(List.of(arguments));
        return Shell.run(command);
    }

    private static Shell.Result cli(String... arguments) {
        return cli(Jdk.all().get(0), "", arguments);
    }

    private Path library(String name, String... flags) throws IOException {
        Path source = Files.writeString(directory.resolve(name + ".c"), "int answer(void) { return 42; }\n");
        Path library = directory.resolve(name);
        List<String> command = new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-o", library.toString()));
        command.addAll(List.of(flags));
        command.add(source.toString());
        Shell.Result result = Shell.run(command);
        assertThat(result.status()).as(result.stderr()).isZero();
        return library;
    }

    private static JsonObject json(Shell.Result result) {
        assertThat(result.stderr()).isEmpty();
        assertThat(result.status()).isZero();
        return JsonParser.parseString(result.stdout()).getAsJsonObject();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void everyLibraryOfTheProcessIsListed(Jdk jdk) throws IOException {
        Shell.Result text = cli(jdk, "", "-p", pid);
        assertThat(text.stderr()).isEmpty();
        assertThat(text.status()).isZero();
        assertThat(text.stdout()).contains("/lib/server/libjvm.so\n", "/libc.so.6\n", "  build ID ");

        Shell.Result json = cli(jdk, "", "-p", pid, "--json");
        List<String> files = new ArrayList<>();
        long before = 0;
        for (String line : json.stdout().lines().toList()) {
            JsonObject report = JsonParser.parseString(line).getAsJsonObject();
            files.add(report.get("file").getAsString());
            long start =
                    Long.parseUnsignedLong(report.get("start").getAsString().substring(2), 16);
            assertThat(start).isGreaterThan(before);
            before = start;
        }
        // Those that a debugger would call shared libraries, and the program.
        List<String> mapped = Files.readAllLines(Path.of("/proc/" + pid + "/maps")).stream()
                .filter(line -> line.contains(" r-xp ") && line.contains("/"))
                .map(line -> line.substring(line.indexOf('/')))
                .distinct()
                .toList();
        assertThat(files).containsExactlyElementsOf(mapped);
    }

    @Test
    void namesLimitTheListAndAllTellsMore() {
        Shell.Result one = cli("-p", pid, "libjvm.so", "--all");
        assertThat(one.stdout().lines().filter(line -> line.endsWith(".so")).toList())
                .hasSize(1);
        Shell.Result none = cli("-p", pid, "no such library");
        assertThat(none.status()).isZero();
        assertThat(none.stdout()).isEmpty();
        assertThat(none.stderr()).isEqualTo("addrscope: no library matches\n");
    }

    @Test
    void aFileTellsWhatItHas() throws IOException {
        JsonObject whole = json(cli("-e", library("whole.so", "-g").toString(), "--json"));
        assertThat(whole.get("depth").getAsString()).isEqualTo("lines");
        assertThat(whole.get("start").isJsonNull()).isTrue();
        assertThat(whole.get("advice").isJsonNull()).isTrue();

        JsonObject bare = json(cli("-e", library("bare.so", "-s").toString(), "--json"));
        assertThat(bare.get("depth").getAsString()).isEqualTo("exports");

        Path debugDirectory = directory.resolve("debug files");
        Path library = library("split.so", "-g");
        Path debug = debugDirectory.resolve("split.so.debug");
        Files.createDirectories(debugDirectory);
        Shell.Result split = Shell.bash(
                "objcopy --only-keep-debug \"$1\" \"$2\" && objcopy --strip-all --add-gnu-debuglink=\"$2\" \"$1\"",
                library.toString(),
                debug.toString());
        assertThat(split.status()).as(split.stderr()).isZero();
        JsonObject found = json(cli("-e", library.toString(), "--json", "--debug-dirs", "/nowhere;" + debugDirectory));
        assertThat(found.get("depth").getAsString()).isEqualTo("lines");
        assertThat(found.getAsJsonObject("debugFile").get("path").getAsString()).isEqualTo(debug.toString());
        assertThat(cli("-e", library.toString()).stdout()).contains("  nothing at ", "belongs to no package");
    }

    @Test
    void adviceIsThatOfTheSystem() throws IOException {
        // dpkg and the package lists are those of this machine, or these of another.
        Path library = library("some.so", "-s");
        Path bin = Files.createDirectory(directory.resolve("bin"));
        script(
                bin.resolve("dpkg-query"),
                "case $1 in --search) echo 'some1:amd64: " + library + "' ;;"
                        + " --show) printf 'some1:amd64\\tsome1\\t1.2-3\\tsome\\n' ;; esac");
        script(bin.resolve("apt-cache"), "exit 0");
        Path link = Files.createSymbolicLink(directory.resolve("link"), library);
        JsonObject unlisted = json(cli(Jdk.all().get(0), bin + ":", "-e", link.toString(), "--json"));
        assertThat(command(unlisted)).isEqualTo("apt install some1-dbgsym=1.2-3");
        assertThat(unlisted.getAsJsonObject("advice").get("notes").toString()).contains("deb http");

        script(
                bin.resolve("apt-cache"),
                "echo 'some-dbg | 1.2-3 | http://deb.debian.org/debian x/main amd64 Packages'");
        JsonObject listed = json(cli(Jdk.all().get(0), bin + ":", "-e", library.toString(), "--json"));
        assertThat(command(listed)).isEqualTo("apt install some-dbg=1.2-3");

        script(
                bin.resolve("apt-cache"),
                "echo 'some-dbg | 1.2-4 | http://deb.debian.org/debian x/main amd64 Packages'");
        JsonObject newer = json(cli(Jdk.all().get(0), bin + ":", "-e", library.toString(), "--json"));
        assertThat(command(newer))
                .startsWith("DEBUGINFOD_URLS=https://debuginfod.")
                .contains(" debuginfod-find debuginfo ");
        assertThat(newer.getAsJsonObject("advice").get("notes").toString()).contains("1.2-4 only");
    }

    /** Runs the command where a file of ours lies at the place of the system's description. */
    private JsonObject onSystem(String release, Path bin, Path library) throws IOException {
        Path description = Files.writeString(directory.resolve("os-release"), release);
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                "mount --bind \"$1\" \"$(readlink -f /etc/os-release)\" && shift && exec \"$@\"",
                "sh",
                description.toString(),
                "env",
                "-u",
                "DEBUGINFOD_URLS",
                "PATH=" + bin + ":" + System.getenv("PATH")));
        command.addAll(List.of(
                Jdk.all().get(0).tool("java").toString(),
                "-jar",
                ChildJvm.jar().toString(),
                "debuginfo",
                "--json",
                "-e",
                library.toString()));
        return json(Shell.run(command));
    }

    @Test
    void otherSystemsHaveOtherCommands() throws IOException {
        Path library = library("some.so", "-s", "-Wl,--build-id=0x0011223344556677");
        Path bin = Files.createDirectory(directory.resolve("bin"));
        script(bin.resolve("rpm"), "printf 'some-libs-1.2-3.fc42.x86_64\\tsome-libs\\t1.2-3.fc42\\n'");
        assertThat(command(onSystem("ID=fedora\n", bin, library)))
                .isEqualTo("dnf debuginfo-install some-libs-1.2-3.fc42.x86_64");
        assertThat(command(onSystem("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", bin, library)))
                .isEqualTo("dnf debuginfo-install some-libs-1.2-3.fc42.x86_64");
        assertThat(command(onSystem("ID=\"opensuse-leap\"\nID_LIKE=\"suse opensuse\"\n", bin, library)))
                .isEqualTo("zypper install some-libs-debuginfo=1.2-3.fc42");
        script(bin.resolve("rpm"), "echo \"file $5 is not owned by any package\"; exit 1");
        JsonObject unowned = onSystem("ID=fedora\n", bin, library);
        assertThat(unowned.getAsJsonObject("advice").get("command").isJsonNull())
                .isTrue();
        assertThat(unowned.getAsJsonObject("advice").get("notes").toString())
                .contains("belongs to no package", "/usr/lib/debug/.build-id/00/11223344556677.debug");

        script(bin.resolve("apk"), "echo \"$3 is owned by some-libs-1.2.3_p4-r5\"");
        assertThat(command(onSystem("ID=alpine\n", bin, library))).isEqualTo("apk add some-libs-dbg=1.2.3_p4-r5");

        // A package manager that hangs, or says too much, has said nothing.
        script(bin.resolve("apk"), "yes");
        assertThat(onSystem("ID=alpine\n", bin, library)
                        .getAsJsonObject("advice")
                        .get("command")
                        .isJsonNull())
                .isTrue();
    }

    @Test
    void temurinHasADebugImage() throws IOException {
        Path home = Files.createDirectory(directory.resolve("my jdk"));
        Path server = Files.createDirectories(home.resolve("lib/server"));
        Path library = Files.move(library("libjvm.so", "-s"), server.resolve("libjvm.so"));
        Path release = home.resolve("release");
        Files.writeString(release, """
                IMPLEMENTOR="Eclipse Adoptium"
                IMPLEMENTOR_VERSION="Temurin-17.0.9+9"
                JAVA_VERSION="17.0.9"
                LIBC="gnu"
                OS_ARCH="x86_64"
                SEMANTIC_VERSION="17.0.9+9"
                """);
        assertThat(command(json(cli("-e", library.toString(), "--json"))))
                .isEqualTo("curl -fL https://github.com/adoptium/temurin17-binaries/releases/download/jdk-17.0.9%2B9/"
                        + "OpenJDK17U-debugimage_x64_linux_hotspot_17.0.9_9.tar.gz"
                        + " | tar xz --strip-components=2 -C '" + home + "'");
        Files.writeString(release, """
                IMPLEMENTOR="Eclipse Adoptium"
                JAVA_VERSION="1.8.0_345"
                LIBC="musl"
                OS_ARCH="aarch64"
                SEMANTIC_VERSION="8.0.345+1"
                """);
        assertThat(command(json(cli("-e", library.toString(), "--json"))))
                .contains("/temurin8-binaries/releases/download/jdk8u345-b01/"
                        + "OpenJDK8U-debugimage_aarch64_alpine-linux_hotspot_8u345b01.tar.gz");
        // A file that somebody else wrote does not get its words into a command.
        Files.writeString(release, """
                IMPLEMENTOR="Eclipse Adoptium"
                JAVA_VERSION="17"
                OS_ARCH="x86_64"
                SEMANTIC_VERSION="17;reboot+9"
                """);
        assertThat(cli("-e", library.toString(), "--json").stdout()).doesNotContain("reboot+9");
    }

    @Test
    void aReplacedLibraryIsRefused() throws IOException, InterruptedException {
        Path library = library("held.so", "-Wl,--build-id=0x0011223344556677");
        Process user = new ProcessBuilder("env", "LD_PRELOAD=" + library, "sleep", "1000").start();
        try {
            String userPid = Long.toString(user.pid());
            while (!Files.readString(Path.of("/proc/" + userPid + "/maps")).contains("held.so")) {
                Thread.onSpinWait();
            }
            Path other = library("other.so", "-g");
            Files.move(other, library, StandardCopyOption.REPLACE_EXISTING);
            JsonObject report = json(cli("-p", userPid, "--json", "held.so"));
            assertThat(report.get("buildId").getAsString()).isEqualTo("0011223344556677");
            assertThat(report.get("contents").isJsonNull()).isTrue();
            assertThat(codes(report)).containsExactly("FILE_REPLACED");
            assertThat(command(report)).endsWith("debuginfod-find debuginfo 0011223344556677");
            Files.delete(library);
            assertThat(codes(json(cli("-p", userPid, "--json", "held.so")))).containsExactly("FILE_GONE");
        } finally {
            user.destroyForcibly();
        }
    }

    @Test
    void wrongUseIsSaid() {
        assertThat(cli().status()).isEqualTo(2);
        assertThat(cli().stderr()).contains("-p PID or -e FILE");
        assertThat(cli("-p", pid, "-e", "x").status()).isEqualTo(2);
        assertThat(cli("-e", "/etc/hostname").stderr()).isEqualTo("addrscope: /etc/hostname is not an ELF file\n");
        assertThat(cli("-e", "/bin/sh", "libc").status()).isEqualTo(2);
        assertThat(cli("-e", "/etc/hostname").status()).isEqualTo(3);
        assertThat(cli("-e", "/no/such/file").status()).isEqualTo(3);
        assertThat(cli("-e", directory.toString()).status()).isEqualTo(3);
        assertThat(cli("-p", pid, "--debug-dirs", "relative").stderr()).contains("\"relative\"");
    }

    private static List<String> codes(JsonObject report) {
        List<String> codes = new ArrayList<>();
        for (JsonElement reason : report.getAsJsonArray("reasons")) {
            codes.add(reason.getAsJsonObject().get("code").getAsString());
        }
        return codes;
    }

    private static String command(JsonObject report) {
        return report.getAsJsonObject("advice").get("command").getAsString();
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
