// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.addrscope.linux.ProcStat;
import io.addrscope.model.Printable;
import io.addrscope.model.ProcessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * One attach: knocks, has the agent loaded, and asks what came of it.
 *
 * <p>Only this class needs the module {@code jdk.attach}.
 */
final class AttachCall implements Runnable {

    static final int PATIENCE_SECONDS = 30;

    private final AttachTarget target;
    private final String jar;
    private final String options;
    private final int seconds;

    private volatile @Nullable AgentReport report;
    private volatile @Nullable ProcessException failure;

    AttachCall(AttachTarget target, String jar, String options, int seconds) {
        this.target = target;
        this.jar = jar;
        this.options = options;
        this.seconds = seconds;
    }

    AttachTarget target() {
        return target;
    }

    /**
     * Loads the agent.
     *
     * @throws ProcessException if that failed, or the JVM did not answer in time
     */
    AgentReport load() {
        // The JDK waits without end for a JVM that has taken the call and does not come back.
        Thread caller = new Thread(this, "attach");
        caller.setDaemon(true);
        caller.start();
        try {
            caller.join(seconds * 1000L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
        AgentReport answer = report;
        if (answer == null) {
            throw silent(null);
        }
        return answer;
    }

    @Override
    public void run() {
        try {
            VirtualMachine vm = VirtualMachine.attach(Long.toString(target.pid()));
            try {
                String version = "version=" + OwnJar.version();
                vm.loadAgent(jar, options.isEmpty() ? version : version + "," + options);
                Properties properties = vm.getSystemProperties();
                report = AgentReport.of(properties);
            } finally {
                vm.detach();
            }
        } catch (AttachNotSupportedException e) {
            failure = silent(e);
        } catch (AgentLoadException e) {
            failure = notLoaded(e);
        } catch (AgentInitializationException e) {
            failure = failed("the agent's start failed in it with status " + e.returnValue(), e);
        } catch (IOException e) {
            failure = Files.exists(Path.of("/proc/" + target.pid()))
                    ? failed("the connection broke: " + Printable.text(String.valueOf(e.getMessage())), e)
                    : failed("it exited meanwhile", e);
        } catch (RuntimeException | LinkageError e) {
            failure = failed("unexpected: " + e, e);
        }
    }

    private ProcessException notLoaded(AgentLoadException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("EnableDynamicAgentLoading") || message.contains("Dynamic agent loading is not enabled")) {
            return target.refusal();
        }
        if (message.contains("not found") || message.contains("instrument")) {
            return failed(
                    "it cannot load the jar (" + Printable.text(message) + "). Its user must be able to read " + jar
                            + " and to pass every directory above it, and its runtime must have java.instrument;"
                            + " --copy puts the jar where it can be read",
                    e);
        }
        return failed("it cannot load the agent: " + Printable.text(message), e);
    }

    private ProcessException silent(@Nullable AttachNotSupportedException e) {
        if (isStopped()) {
            return failed("it is stopped and cannot answer; let it go on with kill -CONT " + target.pid(), e);
        }
        return failed(
                "it does not answer. It may have been started with -XX:+DisableAttachMechanism or -Xrs, be busy or"
                        + " swapped out, or have another /tmp than its root shows"
                        + (e == null ? "; --timeout SECONDS waits longer" : ""),
                e);
    }

    private ProcessException failed(String why, @Nullable Throwable cause) {
        String message = "process " + target.pid() + " did not take the agent: " + why;
        return cause == null ? new ProcessException(message) : new ProcessException(message, cause);
    }

    private boolean isStopped() {
        try {
            return ProcStat.read(target.pid()).isStopped();
        } catch (IOException e) {
            return false;
        }
    }
}
