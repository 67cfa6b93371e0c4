// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import io.addrscope.model.ProcessAccessException;
import io.addrscope.model.ProcessException;
import io.addrscope.model.ProcessGoneException;
import io.addrscope.model.ProcessReplacedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One process, not one PID: the pid and the time at which its process started.
 *
 * <p>The kernel gives a freed pid to another process sooner or later; the start time tells the two apart. A program that
 * the process executes later keeps both, and is noticed by the files in {@code /proc} that were opened before: they
 * belong to the address space of their time and come back empty. Immutable; safe for any number of threads.
 */
public final class TargetProcess {

    private static final TargetProcess SELF = new TargetProcess(0, null);

    /** The pid; 0 for the process that we are. */
    private final long pid;

    private final @Nullable ProcStat opened;

    private TargetProcess(long pid, @Nullable ProcStat opened) {
        this.pid = pid;
        this.opened = opened;
    }

    /** Returns the process that this JVM is, by whatever pid; a child made by {@code fork} is itself again. */
    public static TargetProcess self() {
        return SELF;
    }

    /**
     * Returns the process that has this pid now.
     *
     * @throws ProcessGoneException if there is none
     */
    public static TargetProcess of(long pid) {
        if (pid == ownPid()) {
            return SELF;
        }
        ProcStat stat;
        try {
            stat = ProcStat.read(pid);
        } catch (IOException e) {
            throw unreadable(pid, "there is no process " + pid, e);
        }
        if (stat.isDead()) {
            throw dead(pid);
        }
        return new TargetProcess(pid, stat);
    }

    /**
     * Checks that the pid still stands for this process: what was opened by pid before this call belongs to it.
     *
     * @throws ProcessException if it does not
     */
    public void verify() {
        if (opened == null) {
            return;
        }
        ProcStat now = statNow(opened);
        if (now.isDead()) {
            throw dead(pid);
        }
    }

    private ProcStat statNow(ProcStat then) {
        ProcStat now;
        try {
            now = ProcStat.read(pid);
        } catch (IOException e) {
            throw unreadable(pid, "process " + pid + " has exited", e);
        }
        if (now.startTicks() != then.startTicks()) {
            throw new ProcessGoneException(
                    "process " + pid + " has exited; another process has its pid by now and is not looked at");
        }
        return now;
    }

    /** That a file cannot be opened does not prove that the process is gone: we may have run out of descriptors. */
    private static ProcessException unreadable(long pid, String ifGone, IOException cause) {
        return Files.notExists(Path.of("/proc/" + pid))
                ? new ProcessGoneException(ifGone)
                : new ProcessException("process " + pid + " cannot be looked at: " + cause.getMessage(), cause);
    }

    /** A process whose main thread has ended looks dead, but other threads may go on with the same memory. */
    private static ProcessException dead(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads.toList()) {
                long id = Long.parseLong(thread.getFileName().toString());
                if (!ProcStat.read(id).isDead()) {
                    return new ProcessException("the main thread of process " + pid
                            + " has ended, but others go on: ask by the id of one of those, such as " + id);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // Then it is gone altogether.
        }
        return new ProcessGoneException("process " + pid + " has exited; only its parent has not taken notice yet");
    }

    private static long ownPid() {
        try {
            // The pid as the mounted /proc counts; getpid() may count in another namespace.
            return Long.parseLong(Files.readSymbolicLink(Path.of("/proc/self")).toString());
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }

    /** Returns whether this is the process that we are. */
    public boolean isSelf() {
        return opened == null;
    }

    /**
     * Returns the path of a file of this process in {@code /proc}, such as {@code maps}. For ourselves by way of the
     * calling thread, since the main thread of a program may have ended before the others.
     */
    public String procPath(String file) {
        return isSelf() ? "/proc/thread-self/" + file : "/proc/" + pid + "/" + file;
    }

    /** Returns what messages call the process. */
    public String describe() {
        return isSelf() ? "this process" : "process " + pid;
    }

    byte[] rootBytes() {
        return procPath("root").getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns whether the process sees the mounts that we see, from whatever root. */
    boolean sharesOurMounts() {
        try {
            return isSelf()
                    || Files.readSymbolicLink(Path.of(procPath("ns/mnt")))
                            .equals(Files.readSymbolicLink(Path.of("/proc/thread-self/ns/mnt")));
        } catch (IOException e) {
            // Not allowed to know: the careful answer reads nothing of ours in its name.
            return false;
        }
    }

    /** Returns whether a path means the same file to the process and to us; false where we may not know. */
    public boolean sharesOurRoot() {
        if (isSelf()) {
            return true;
        }
        try {
            // The same directory may be mounted twice, with other mounts below; and seen from a root of our own, a root
            // that is out of our reach reads as a slash, too.
            return sharesOurMounts()
                    && Files.readSymbolicLink(Path.of(procPath("root"))).equals(Path.of("/"))
                    && Objects.equals(
                            Files.readAttributes(Path.of(procPath("root")), "unix:dev,ino"),
                            Files.readAttributes(Path.of("/"), "unix:dev,ino"));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Turns a name of its mappings into a path below its root.
     *
     * @param name a path as the kernel spells it for us
     * @return an absolute path; null if the file lies outside the root
     */
    byte @Nullable [] pathInRoot(byte[] name) {
        byte[] root = rootPrefix();
        if (root.length == 0) {
            return name;
        }
        boolean isInside = name.length > root.length
                && name[root.length] == '/'
                && Arrays.equals(name, 0, root.length, root, 0, root.length);
        return isInside ? Arrays.copyOfRange(name, root.length, name.length) : null;
    }

    /** Returns what comes before its own paths in the names that we see: nothing, unless its root lies below ours. */
    byte[] rootPrefix() {
        byte[] root;
        try {
            root = RawPath.bytes(Files.readSymbolicLink(Path.of(procPath("root"))));
        } catch (IOException e) {
            // Whoever may not know its root may not enter it either, and is told so then.
            return new byte[0];
        }
        return root.length == 1 ? new byte[0] : root;
    }

    /**
     * Says why the process cannot be asked any more, or not at all.
     *
     * @param step what was tried, such as {@code reading /proc/7/maps}
     * @param cause how it failed; null if what came back was empty
     */
    public ProcessException diagnose(String step, @Nullable IOException cause) {
        if (opened == null) {
            return new ProcessException(step + " failed for this process" + because(cause));
        }
        ProcStat now;
        try {
            now = statNow(opened);
        } catch (ProcessException e) {
            return e;
        }
        if (now.isDead()) {
            return dead(pid);
        }
        if (cause != null) {
            return isRefused()
                    ? new ProcessAccessException(missingRight(step, cause))
                    : new ProcessException(step + " failed for process " + pid + because(cause), cause);
        }
        if (now.isExiting()) {
            return new ProcessGoneException("process " + pid + " has exited");
        }
        if (now.isKernelThread()) {
            return new ProcessAccessException(
                    "process " + pid + " is a thread of the kernel: it has no address space of its own");
        }
        return new ProcessReplacedException("process " + pid
                + " has executed another program since it was opened: the address space that was asked about is gone");
    }

    /** Whether it was a matter of rights: java.io tells errors only in the words of the locale, java.nio by type. */
    private boolean isRefused() {
        try {
            Files.newByteChannel(Path.of(procPath("maps"))).close();
            return false;
        } catch (AccessDeniedException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String missingRight(String step, @Nullable IOException cause) {
        String failed = "process " + pid + " may not be read (" + step + because(cause) + "): ";
        try {
            Credentials target = Credentials.read(String.valueOf(pid));
            Credentials own = Credentials.read("self");
            if (own.mayTraceAnybody()) {
                return failed + "a security module or a user namespace forbids it, though we have CAP_SYS_PTRACE";
            }
            if (target.effectiveUid() != own.effectiveUid()) {
                return failed + "it runs as user " + target.effectiveUid() + " and we as user " + own.effectiveUid()
                        + "; run as that user or as root (CAP_SYS_PTRACE)";
            }
            return failed + "it runs as the same user but is not dumpable, or has a group or capabilities"
                    + " that we lack;"
                    + " run as root (CAP_SYS_PTRACE)";
        } catch (IOException e) {
            return failed + "run as its user or as root (CAP_SYS_PTRACE)";
        }
    }

    private static String because(@Nullable IOException cause) {
        return cause == null ? "" : ": " + cause.getMessage();
    }

    /**
     * Opens the memory of the process.
     *
     * <p>Reads fail with an error where nothing is mapped or nothing may be read. The memory stays that of the address
     * space at the time of the call.
     *
     * @throws IOException if it may not be read; this takes more rights than the mappings do (ptrace(2), "attach")
     */
    public ByteSource openMemory() throws IOException {
        return new RandomAccessBytes(procPath("mem"), "memory of " + describe(), Long.MAX_VALUE);
    }
}
