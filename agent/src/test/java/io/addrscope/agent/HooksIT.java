// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.agent.apps.EpochApp;
import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import io.addrscope.agent.testing.JdkPatch;
import io.addrscope.agent.testing.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Java code does to the address space moves the epoch, by each of the JDK's ways to do it. */
class HooksIT {

    /** Produced code is verified, which the JVM does not do for its own classes by itself. */
    private static final String[] VERIFY = {"-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal"};

    static Stream<Jdk> jdks() {
        return Jdk.all().stream();
    }

    static Stream<Jdk> jdksWithForeignMemory() {
        return Jdk.between(22, Integer.MAX_VALUE).stream();
    }

    static Stream<Jdk> jdksWithRawModeOfLibraries() {
        return Jdk.between(17, 17).stream();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aFileIsMappedAndUnmapped(Jdk jdk) throws IOException {
        try (ChildJvm.Running app = start(jdk)) {
            String file = file();
            assertMoves(app, "map " + file);
            assertMoves(app, "drop " + file);
            assertMoves(app, "mapTooMuch " + file);
            assertSilent(app);
        }
    }

    @ParameterizedTest
    @MethodSource("jdksWithForeignMemory")
    void aFileIsMappedInAnArena(Jdk jdk) throws IOException {
        try (ChildJvm.Running app = start(jdk)) {
            String file = file();
            assertMoves(app, "mapInArena " + file);
            assertMoves(app, "drop " + file);
            assertSilent(app);
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aLibraryComesAndGoesWithItsClassLoader(Jdk jdk) {
        String[] allowed = jdk.feature() >= 22 ? new String[] {"--enable-native-access=ALL-UNNAMED"} : new String[0];
        try (ChildJvm.Running app = start(jdk, allowed)) {
            assertMoves(app, "load " + NativeLibrary.make("libstays.so"));
            Path library = NativeLibrary.make("libgoes.so");
            assertMoves(app, "loadInLoader " + library);
            assertMoves(app, "drop " + library);
            assertSilent(app);
        }
    }

    @ParameterizedTest
    @MethodSource("jdksWithForeignMemory")
    void aLibraryComesAndGoesWithItsArena(Jdk jdk) {
        try (ChildJvm.Running app = start(jdk, "--enable-native-access=ALL-UNNAMED")) {
            Path library = NativeLibrary.make("libgoes.so");
            assertMoves(app, "loadInArena " + library);
            assertMoves(app, "drop " + library);
            assertSilent(app);
        }
    }

    @ParameterizedTest
    @MethodSource("jdksWithRawModeOfLibraries")
    void aLibraryWithoutJniComesAndGoes(Jdk jdk) {
        try (ChildJvm.Running app = start(jdk, "--add-exports=java.base/jdk.internal.loader=ALL-UNNAMED")) {
            Path library = NativeLibrary.make("libgoes.so");
            assertMoves(app, "loadRaw " + library);
            assertMoves(app, "drop " + library);
            assertSilent(app);
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aMethodThatTheJdkLacksIsSkipped(Jdk jdk) throws IOException {
        String type = "jdk.internal.loader.NativeLibraries$Unloader";
        try (ChildJvm.Running app = ChildJvm.on(jdk)
                .jvm("--patch-module", "java.base=" + JdkPatch.without(jdk, type, "run"))
                .agent("log=info")
                .mainClass(EpochApp.class)
                .start()) {
            app.awaitLine("ready"::equals);
            assertThat(app.ask("want")).isEqualTo("false");
            assertThat(app.ask("map " + file())).isEqualTo("1");
            assertThat(app.soFar().agentLines())
                    .hasSize(2)
                    .startsWith("addrscope: no hook for library unload: this JDK has no " + type + ".run()V")
                    .last(InstanceOfAssertFactories.STRING)
                    .startsWith("addrscope: hooks in: file map, file unmap, library load");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void nothingIsDoneWithHooksOff(Jdk jdk) throws IOException {
        try (ChildJvm.Running app =
                ChildJvm.on(jdk).agent("hooks=off").mainClass(EpochApp.class).start()) {
            app.awaitLine("ready"::equals);
            assertThat(app.ask("want")).isEqualTo("absent");
            assertThat(app.ask("map " + file())).isEqualTo("0");
            assertThat(app.ask("feeds")).isEqualTo("absent");
            assertSilent(app);
        }
    }

    private static ChildJvm.Running start(Jdk jdk, String... jvm) {
        ChildJvm.Running app = ChildJvm.on(jdk)
                .jvm(VERIFY)
                .jvm(jvm)
                .agent("")
                .mainClass(EpochApp.class)
                .start();
        app.awaitLine("ready"::equals);
        assertThat(app.ask("feeds")).isEqualTo("absent");
        assertThat(app.ask("want")).isEqualTo("true");
        return app;
    }

    private static String file() throws IOException {
        Path file = ChildJvm.workDirectory().toRealPath().resolve("file");
        return Files.write(file, new byte[10_000]).toString();
    }

    private static void assertMoves(ChildJvm.Running app, String operation) {
        assertThat(app.ask(operation)).as("%s%n%s", operation, app.soFar()).isEqualTo("1");
    }

    private static void assertSilent(ChildJvm.Running app) {
        app.send("stop");
        ChildJvm.Result result = app.await();
        assertThat(result.status()).as(result.toString()).isZero();
        assertThat(result.stderr()).as(result.toString()).isEmpty();
    }
}
