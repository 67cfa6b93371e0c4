// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.sun.jna.Native;
import io.addrscope.AddressSpace;
import io.addrscope.agent.apps.LeaseApp;
import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A library in the application's own class path, and the agent that feeds its epoch. */
class LeaseIT {

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    static Stream<Jdk> jdks() {
        return Jdk.all().stream();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void leasesEndWhenAHookSeesAChange(Jdk jdk) throws Exception {
        try (ChildJvm.Running app = start(application(jdk).agent(""))) {
            awaitFed(app, true);
            changeEndsLease(app);
            app.send("stop");
            ChildJvm.Result result = app.await();
            assertThat(result.stderr()).as(result.toString()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void libraryFindsAnAgentThatComesLaterAndNoticesItsEnd(Jdk jdk) throws Exception {
        try (ChildJvm.Running app = start(application(jdk).jvm("-XX:+EnableDynamicAgentLoading"))) {
            assertThat(app.ask("fed")).isEqualTo("false");
            assertThat(app.ask("epoch")).isEqualTo("0");
            assertThat(app.ask("map " + file())).isEqualTo("mapped");
            assertThat(app.ask("seek")).as("nothing tells of the change").isEqualTo("memory");

            AttachIT.attach(app, ChildJvm.jar(), "");
            awaitFed(app, true);
            changeEndsLease(app);

            AttachIT.attach(app, ChildJvm.jar(), "hooks=off");
            awaitFed(app, false);
            app.ask("seek");
            assertThat(app.ask("map " + file())).isEqualTo("mapped");
            assertThat(app.ask("seek")).as("nothing tells of the change").isEqualTo("memory");

            AttachIT.attach(app, ChildJvm.jar(), "hooks=on");
            awaitFed(app, true);
            changeEndsLease(app);
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void withHooksOffLeasesGoByTimeAlone(Jdk jdk) throws Exception {
        try (ChildJvm.Running app = start(application(jdk).agent("hooks=off"))) {
            for (int i = 0; i < 3; i++) {
                app.ask("seek");
                assertThat(app.ask("map " + file())).isEqualTo("mapped");
                assertThat(app.ask("seek")).isEqualTo("memory");
                assertThat(app.ask("fed")).isEqualTo("false");
                // Longer than the library waits until it looks for an agent again.
                Thread.sleep(700);
            }
        }
    }

    private static void changeEndsLease(ChildJvm.Running app) throws IOException {
        app.ask("seek");
        assertThat(app.ask("seek")).isEqualTo("memory");
        long before = Long.parseLong(app.ask("epoch"));
        assertThat(app.ask("map " + file())).isEqualTo("mapped");
        assertThat(app.ask("seek")).isEqualTo("kernel");
        assertThat(app.ask("seek")).isEqualTo("memory");
        assertThat(Long.parseLong(app.ask("epoch"))).isGreaterThan(before);
    }

    private static ChildJvm application(Jdk jdk) {
        ChildJvm application = ChildJvm.on(jdk);
        if (jdk.feature() >= 22) {
            application.jvm("--enable-native-access=ALL-UNNAMED");
        }
        for (Class<?> one : new Class<?>[] {AddressSpace.class, Native.class, Gson.class}) {
            application.classPath(place(one));
        }
        return application.mainClass(LeaseApp.class);
    }

    private static Path place(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ChildJvm.Running start(ChildJvm application) {
        ChildJvm.Running app = application.start();
        app.awaitLine("ready"::equals);
        return app;
    }

    private static void awaitFed(ChildJvm.Running app, boolean wanted) {
        long start = System.nanoTime();
        while (!app.ask("fed").equals(String.valueOf(wanted))) {
            assertThat(System.nanoTime() - start).as("%s", app.soFar()).isLessThan(PATIENCE_NANOS);
        }
    }

    private static String file() throws IOException {
        Path file = ChildJvm.workDirectory().toRealPath().resolve("file");
        return Files.write(file, new byte[10_000]).toString();
    }
}
