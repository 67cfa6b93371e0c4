// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.agent.apps.SightApp;
import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import java.io.IOException;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the agent brings must not be there for the application, and what it is allowed, the application is not. */
class IsolationIT {

    static Stream<Jdk> jdks() {
        return Jdk.all().stream();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void theApplicationSeesTheEntryAndNothingBehindIt(Jdk jdk) {
        ChildJvm.Result result = ChildJvm.on(jdk)
                .agent("jmx=on")
                .jvm("-Depoch")
                .mainClass(
                        SightApp.class,
                        "io.addrscope.agent.Agent",
                        "java.lang.AddrScope",
                        "com.sun.jna.Native",
                        "com.google.gson.Gson",
                        "net.bytebuddy.ByteBuddy",
                        "org.tukaani.xz.XZInputStream",
                        "io.addrscope.AddressSpace",
                        "io.addrscope.agent.inner.Inner")
                .run();
        assertThat(result.stdout().lines())
                .as(result.toString())
                .contains(
                        "io.addrscope.agent.Agent visible",
                        "java.lang.AddrScope visible",
                        "com.sun.jna.Native hidden",
                        "com.google.gson.Gson hidden",
                        "net.bytebuddy.ByteBuddy hidden",
                        "org.tukaani.xz.XZInputStream hidden",
                        "io.addrscope.AddressSpace hidden",
                        "io.addrscope.agent.inner.Inner hidden");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void theJdkStaysClosedToTheApplication(Jdk jdk) {
        ChildJvm.Result result = ChildJvm.on(jdk)
                .agent("jmx=on")
                .jvm("-Depoch")
                .mainClass(SightApp.class)
                .run();
        assertThat(result.stdout().lines())
                .as(result.toString())
                .containsExactly(
                        "java.lang closed",
                        "defineClass InaccessibleObjectException",
                        "implAddEnableNativeAccess InaccessibleObjectException");
        assertThat(result.stderr()).isEmpty();
    }

    @Test
    void theRootOfTheJarHoldsTwoPackages() throws IOException {
        try (JarFile jar = new JarFile(ChildJvm.jar().toFile(), false)) {
            List<String> files = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> !name.endsWith("/"))
                    .filter(name -> !name.startsWith("inst/"))
                    .toList();
            assertThat(files)
                    .contains("META-INF/MANIFEST.MF", "META-INF/licenses/jna-Apache-2.0.txt")
                    .allMatch(name ->
                            name.startsWith("META-INF/") || name.matches("io/addrscope/agent/(arm/)?[^/]+\\.class"));
            assertThat(jar.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".so")))
                    .hasSize(2);
            assertThat(jar.getManifest().getMainAttributes().keySet().toString())
                    .contains("Premain-Class", "Agent-Class", "Main-Class", "Can-Retransform-Classes")
                    .doesNotContain("Launcher-Agent-Class", "Boot-Class-Path");
        }
    }
}
