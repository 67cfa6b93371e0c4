// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crashlab;

import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Has a JVM die, described step by step:
 *
 * <pre>{@code
 * CrashScene scene = Crash.of(CrashKind.IN_MEMCPY, jdk)
 *         .command("explain", List.of("java", "-jar", jar, "crash", "-p", "%p"))
 *         .in(directory);
 * }</pre>
 *
 * <p>Commands run in the window between report and end, as those of {@code -XX:OnError} do, and in the same window the truth is
 * found out, so that both are about the same process. Not safe for several threads.
 */
public final class Crash {

    /** Pages enough to read the second. */
    private static final int DATA_BYTES = 8192;

    private static final String CORE_LIMIT = "-c ";

    private final CrashKind kind;
    private final Jdk jdk;
    private final List<String> jvmArguments = new ArrayList<>();
    private final Map<String, List<String>> commands = new LinkedHashMap<>();
    private @Nullable String agentOptions;
    private boolean hasWindow = true;
    private String coreLimit = "0";

    private Crash(CrashKind kind, Jdk jdk) {
        this.kind = kind;
        this.jdk = jdk;
    }

    public static Crash of(CrashKind kind, Jdk jdk) {
        return new Crash(kind, jdk);
    }

    /** With the packaged jar as an agent. */
    public Crash agent(String options) {
        agentOptions = options;
        return this;
    }

    /** With more options for the JVM. */
    public Crash jvm(String... arguments) {
        jvmArguments.addAll(List.of(arguments));
        return this;
    }

    /** Without a command of ours in {@code -XX:OnError}, and so without mappings and truth. */
    public Crash withoutWindow() {
        hasWindow = false;
        return this;
    }

    /** With a core dump, where the kernel writes one for such a process. */
    public Crash withCore() {
        coreLimit = "unlimited";
        return this;
    }

    /**
     * With a command to be run in the window, after those before it; an argument {@code %p} is the process, one {@code %d} the directory
     * with debug files, if the library has one.
     */
    public Crash command(String name, List<String> command) {
        commands.put(name, command);
        return this;
    }

    /** Runs it in a directory of its own; all that it leaves is there. */
    public CrashScene in(Path parent) throws IOException {
        Path directory = Files.createTempDirectory(parent, kind.name().toLowerCase(Locale.ROOT))
                .toRealPath();
        Plan plan = kind.plan();
        Build build = plan.build();
        Build.Library library =
                build == null ? null : build.library(Files.createDirectory(directory.resolve("native")));
        commands.replaceAll((name, command) -> withDebugDirectory(command, library, directory));
        Window window = Window.make(directory, commands);
        ChildJvm jvm = ChildJvm.on(jdk).in(directory).limit(CORE_LIMIT + coreLimit);
        plan.limits().forEach(jvm::limit);
        if (agentOptions != null) {
            jvm.agent(agentOptions);
        }
        if (hasWindow) {
            jvm.jvm(Window.option());
        }
        jvm.jvm(plan.jvmArguments().toArray(String[]::new)).jvm(jvmArguments.toArray(String[]::new));
        jvm.mainClass(CrashApp.class, arguments(plan, library, directory).toArray(String[]::new));

        try (ChildJvm.Running running = jvm.start()) {
            boolean isOpen = window.await(running);
            Maps maps = window.maps();
            Truth truth = Truth.NONE;
            Path reportFile = directory.resolve(plan.reportName(running.pid()));
            if (isOpen) {
                String report = report(reportFile, running.soFar());
                truth = new Witness(directory, maps, library).ask(running.pid(), report);
                window.close();
            }
            ChildJvm.Result result = running.await();
            return new CrashScene(
                    directory,
                    running.pid(),
                    result,
                    report(reportFile, result),
                    Files.exists(reportFile) ? reportFile : null,
                    library,
                    isOpen,
                    maps,
                    truth,
                    window.outputs(commands));
        }
    }

    private static List<String> withDebugDirectory(
            List<String> command, Build.@Nullable Library library, Path otherwise) {
        Path debug = library == null ? null : library.debugDirectory();
        String path = (debug == null ? otherwise : debug).toString();
        return command.stream()
                .map(argument -> argument.equals("%d") ? path : argument)
                .toList();
    }

    private static String report(Path file, ChildJvm.Result result) throws IOException {
        if (Files.exists(file)) {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        }
        return file.endsWith(Plan.STANDARD_OUTPUT) ? result.stdout() : "";
    }

    private static List<String> arguments(Plan plan, Build.@Nullable Library library, Path directory)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(plan.way()));
        if (library != null) {
            arguments.add(library.file().toString());
            arguments.add(plan.change().name().toLowerCase(Locale.ROOT));
            switch (plan.other()) {
                case NONE -> {}
                case IMPOSTOR -> arguments.add(Build.impostor(directory).toString());
                case GUEST -> arguments.add(Build.guest(directory).toString());
                case DATA_FILE ->
                    arguments.add(Files.write(directory.resolve("data"), new byte[DATA_BYTES])
                            .toString());
                case LIBRARY_ITSELF -> arguments.add(library.file().toString());
            }
        }
        return arguments;
    }
}
