// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.AddressSpace;
import io.addrscope.linux.ProcStatus;
import io.addrscope.linux.TargetProcess;
import io.addrscope.maps.MapsSnapshot;
import io.addrscope.model.Mapping;
import io.addrscope.model.ProcessAccessException;
import io.addrscope.model.ProcessException;
import io.addrscope.model.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A process that is to take the agent, looked at from outside: is it a JVM, may we knock, and can it see the jar? */
final class AttachTarget {

    private static final String DISABLED = "-XX:+DisableAttachMechanism";
    private static final String REFUSES_AGENTS = "-XX:-EnableDynamicAgentLoading";
    private static final String ALLOWS_AGENTS = "-XX:+EnableDynamicAgentLoading";

    /** SIGQUIT is 3, and signal 1 is bit 0. */
    private static final long SIGQUIT_BIT = 1L << 2;

    private final long pid;
    private final String javaagent;
    private final List<String> commandLine;

    private AttachTarget(long pid, String javaagent, List<String> commandLine) {
        this.pid = pid;
        this.javaagent = javaagent;
        this.commandLine = commandLine;
    }

    /**
     * Looks at a process.
     *
     * @throws ProcessException if it cannot take the agent; the message says why, and what would help
     */
    static AttachTarget check(long pid, Path jar, String options) {
        if (pid == ProcessHandle.current().pid()) {
            throw new ProcessException("process " + pid + " is this command itself");
        }
        String javaagent = Attach.javaagent(jar, options);
        try (AddressSpace space = AddressSpace.of(pid, Source.TEXT)) {
            checkUser(pid);
            if (!isJvm(space.maps())) {
                throw new ProcessException(
                        "process " + pid + " is not a HotSpot JVM: it has no libjvm.so mapped, so it was left alone");
            }
        }
        checkSurvivesKnock(pid, javaagent);
        AttachTarget target = new AttachTarget(pid, javaagent, commandLine(pid));
        if (target.lastSwitch(DISABLED, "-XX:-DisableAttachMechanism")) {
            throw new ProcessException("process " + pid + " was started with " + DISABLED
                    + " and takes no attach; start it without that, or with " + javaagent);
        }
        if (target.refusesAgents()) {
            throw target.refusal();
        }
        return target;
    }

    long pid() {
        return pid;
    }

    /** Returns whether its command line allows agents to come later; other places of JVM options are not looked at. */
    boolean allowsAgents() {
        return lastSwitch(ALLOWS_AGENTS, REFUSES_AGENTS);
    }

    /** Returns what to say where the JVM refuses agents that come later. */
    ProcessException refusal() {
        return new ProcessException("process " + pid + " refuses agents that come while it runs (" + REFUSES_AGENTS
                + "); start it with " + ALLOWS_AGENTS + ", or with " + javaagent);
    }

    /**
     * Checks that the path of the jar means the same file to the process.
     *
     * @throws ProcessException if it does not
     */
    void checkSeesJar(Path jar) {
        Path there = Path.of("/proc/" + pid + "/root" + jar);
        try {
            if (TargetProcess.of(pid).sharesOurRoot()) {
                return;
            }
            if (Files.size(there) == Files.size(jar) && Files.mismatch(there, jar) == -1) {
                return;
            }
        } catch (NoSuchFileException e) {
            // Said below.
        } catch (IOException e) {
            throw new ProcessException(
                    "it cannot be seen whether process " + pid + " sees the jar (" + there + "): " + JarCopy.describe(e)
                            + "; run as its user or as root",
                    e);
        }
        throw new ProcessException("process " + pid + " has another view of the file system (a container?) and does not"
                + " see the jar at " + jar + "; --copy puts it into the process's /tmp, or mount it at the same path");
    }

    private static void checkUser(long pid) {
        try {
            // real, effective, saved, file system (proc_pid_status(5))
            String theirs = ProcStatus.of(Long.toString(pid)).word("Uid", 1);
            String ours = ProcStatus.of("self").word("Uid", 1);
            if (!ours.equals("0") && !ours.equals(theirs)) {
                throw new ProcessAccessException(
                        "process " + pid + " runs as user " + theirs + " and this as user " + ours
                                + "; a JVM answers only its own user and root: run this with sudo -u '#" + theirs
                                + "', or as root");
            }
        } catch (IOException e) {
            throw new ProcessException("it cannot be seen as whom process " + pid + " runs: " + e.getMessage(), e);
        }
    }

    /**
     * A JVM that does not answer at its socket is told to open it by SIGQUIT. One that does not handle the signal (-Xrs)
     * has opened it at its start; where we do not see the socket all the same, the signal would end the JVM.
     */
    private static void checkSurvivesKnock(long pid, String javaagent) {
        try {
            ProcStatus status = ProcStatus.of(Long.toString(pid));
            long caught = Long.parseUnsignedLong(status.word("SigCgt", 0), 16);
            if ((caught & SIGQUIT_BIT) == 0
                    && !Files.exists(Path.of("/proc/" + pid + "/root/tmp/.java_pid" + status.lastWord("NSpid")))) {
                throw new ProcessException(
                        "process " + pid + " does not handle SIGQUIT (-Xrs, or it has only just begun),"
                                + " so the knock would end it; it was left alone. Start it with " + javaagent);
            }
        } catch (IOException | NumberFormatException e) {
            throw new ProcessException(
                    "it cannot be seen whether process " + pid + " can be attached to: " + e.getMessage(), e);
        }
    }

    private static boolean isJvm(MapsSnapshot maps) {
        for (int i = 0; i < maps.size(); i++) {
            Mapping mapping = maps.mapping(i);
            if (mapping.isFileBacked()
                    && mapping.name().withoutDeletedMark().text().endsWith("/libjvm.so")) {
                return true;
            }
        }
        return false;
    }

    /** For switches that explain a refusal; never shown. */
    private static List<String> commandLine(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
            return List.of(new String(bytes, StandardCharsets.ISO_8859_1).split("\0", -1));
        } catch (IOException e) {
            return List.of();
        }
    }

    private boolean refusesAgents() {
        return lastSwitch(REFUSES_AGENTS, ALLOWS_AGENTS);
    }

    private boolean lastSwitch(String wanted, String opposite) {
        return commandLine.lastIndexOf(wanted) > commandLine.lastIndexOf(opposite);
    }
}
