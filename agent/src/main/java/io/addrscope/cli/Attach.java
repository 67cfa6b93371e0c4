// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.model.ProcessException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code attach}: loads the agent into a running JVM.
 *
 * <p>What could go wrong is looked at first, because the JDK's own messages name neither the cause nor the way out, and
 * because the knock (a SIGQUIT) ends a process that is no JVM.
 */
final class Attach implements Command {

    private static final Option COPY = Option.flag(
            "--copy",
            null,
            "first copy the jar into the process's /tmp, for a process in a container that does not see it");

    private static final Option TIMEOUT = Option.value(
            "--timeout", "SECONDS", "how long to wait for the JVM's answer; else " + AttachCall.PATIENCE_SECONDS);

    private static final CommandSpec SPEC = new CommandSpec(
            "attach",
            "PID [KEY=VALUE...]",
            "load the agent into a running JVM",
            """
                    Loads the agent into a running JVM, with the options that follow. A JVM that has it takes the
                    options that can be changed later, and refuses the others by name.

                    JDK 21 and newer warn on the standard error of the JVM when an agent is loaded into it
                    while it runs. The JVM's option -XX:+EnableDynamicAgentLoading allows it without a word;
                    -javaagent, in place of attaching, needs no permission.""",
            List.of(Target.PID, COPY, TIMEOUT, Option.HELP));

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public int run(ParsedLine line, Console console) {
        String pidText = line.value(Target.PID.name());
        List<String> operands = line.operands();
        if (pidText == null && !operands.isEmpty()) {
            pidText = operands.get(0);
            operands = operands.subList(1, operands.size());
        }
        if (pidText == null) {
            throw new UsageException("which process? Say attach PID");
        }
        long pid = Target.parse(pidText);
        String options = options(operands);
        int seconds = seconds(line.value(TIMEOUT.name()));
        Path jar = OwnJar.path();
        if (jar == null) {
            throw new ProcessException("attaching needs the jar, and this runs from loose classes");
        }
        if (ModuleLayer.boot().findModule("jdk.attach").isEmpty()) {
            throw new ProcessException("this Java runtime has no module jdk.attach (a JDK has it);"
                    + " start the application with " + javaagent(jar, options) + " instead");
        }
        AttachTarget target = AttachTarget.check(pid, jar, options);
        if (!line.has(COPY.name())) {
            target.checkSeesJar(jar);
            return call(new AttachCall(target, jar.toString(), options, seconds), console);
        }
        JarCopy copy = copy(target, jar);
        boolean loaded = false;
        try {
            int status = call(new AttachCall(target, copy.pathInTarget(), options, seconds), console);
            loaded = true;
            console.buffer()
                    .append("The jar lies at ")
                    .append(copy.pathInTarget())
                    .append(" in the process's own file system; the JVM needs it until it ends.\n");
            return status;
        } finally {
            if (!loaded) {
                copy.remove();
            }
        }
    }

    /** Returns the JVM option that does the same from the start. */
    static String javaagent(Path jar, String options) {
        return "-javaagent:" + jar + (options.isEmpty() ? "" : "=" + options);
    }

    private static JarCopy copy(AttachTarget target, Path jar) {
        try {
            return JarCopy.make(target, jar);
        } catch (IOException e) {
            throw new ProcessException(
                    "the jar cannot be copied into the /tmp of process " + target.pid() + ": " + JarCopy.describe(e),
                    e);
        }
    }

    private static int call(AttachCall call, Console console) {
        AgentReport report = call.load();
        report.append(console.buffer(), call.target());
        return report.status();
    }

    private static String options(List<String> operands) {
        for (String operand : operands) {
            if (operand.indexOf('=') <= 0) {
                throw new UsageException(
                        "not an option of the agent: \"" + operand + "\"; write KEY=VALUE, such as jmx=on");
            }
        }
        return String.join(",", operands);
    }

    private static int seconds(@Nullable String text) {
        if (text == null) {
            return AttachCall.PATIENCE_SECONDS;
        }
        try {
            int seconds = Integer.parseInt(text);
            if (seconds > 0) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException("--timeout cannot be \"" + text + "\"; it is a number of seconds, from 1");
    }
}
