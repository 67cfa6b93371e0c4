// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import io.addrscope.model.MappingName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Files that are held, so that one {@code fstat} tells whether they have changed.
 *
 * <p>A file that is held keeps its blocks when it is deleted, and its file system cannot be unmounted. So it is held only while
 * somebody asks about it: a daemon thread lets go of what nobody has asked about for a second, two at most, and ends when nothing is
 * held. Never more than {@value #MOST} files are held at a time. Safe for any number of threads; no lock is held while in the kernel.
 */
public final class HeldFiles {

    /** Most files that are held at a time. */
    static final int MOST = 64;

    /**
     * How long ago a file must have changed last to be held. Its change time is read from a clock that ticks, on some file systems
     * once in a second; and it is set when a call begins to write, or a mapped page is first written to, not when the last byte of
     * that is there. The kernel writes pages back after half a minute, unless it is told otherwise, and then dates them anew.
     */
    private static final Duration REST = Duration.ofMinutes(15);

    private static final Duration IDLE = Duration.ofSeconds(1);

    private static final HeldFiles SHARED = new HeldFiles(REST, IDLE);

    private final long restMillis;
    private final long idleNanos;

    /** Guarded by this, as is whether the thread runs. */
    private final List<HeldFile> held = new ArrayList<>();

    private boolean sweeping;

    /**
     * Holds nothing yet.
     *
     * @param rest how long ago a file must have changed last
     * @param idle how long a file is held at least that nobody asks about
     */
    public HeldFiles(Duration rest, Duration idle) {
        this.restMillis = rest.toMillis();
        this.idleNanos = idle.toNanos();
    }

    /** Returns the files that are held in this JVM. */
    public static HeldFiles shared() {
        return SHARED;
    }

    /**
     * Holds the file at a path.
     *
     * @param state in which the file must be
     * @param probe the caller's
     * @return null if it is in another state, has changed of late, lies on a file system that does not date every change, or cannot
     *     be held for another reason
     */
    public @Nullable HeldFile hold(ProcessFiles files, MappingName path, FileIdentity state, FileProbe probe) {
        Syscalls syscalls = files.syscalls();
        if (syscalls == null || !isAtRest(state)) {
            return null;
        }
        int descriptor;
        try {
            descriptor = files.handleOn(path, syscalls);
        } catch (FileUnavailableException e) {
            return null;
        }
        if (probe.datesEveryChange(descriptor) && probe.isIn(descriptor, state)) {
            HeldFile file = new HeldFile(files, descriptor, probe);
            if (add(file)) {
                return file;
            }
        }
        syscalls.close(descriptor);
        return null;
    }

    /** What is dated in the future is not. */
    private boolean isAtRest(FileIdentity state) {
        return System.currentTimeMillis() - state.changed().toMillis() > restMillis;
    }

    private synchronized boolean add(HeldFile file) {
        if (held.size() >= MOST || !(sweeping || startSweeping())) {
            return false;
        }
        held.add(file);
        return true;
    }

    /**
     * Lets go of a file; may be called again.
     *
     * @param probe the caller's
     */
    public void letGo(HeldFile file, FileProbe probe) {
        if (!forget(file)) {
            return;
        }
        Syscalls syscalls = file.owner().syscalls();
        // Who closes descriptors that are not his may have closed this one, and the number may stand for another file.
        if (syscalls != null && probe.isStillOf(file)) {
            syscalls.close(file.descriptor());
        }
    }

    private synchronized boolean forget(HeldFile file) {
        file.letGo();
        return held.remove(file);
    }

    /** Lets go of all files of a process. */
    public void letGoAll(ProcessFiles files) {
        FileProbe probe = new FileProbe(files.syscalls());
        for (HeldFile file : copy()) {
            if (file.owner().equals(files)) {
                letGo(file, probe);
            }
        }
    }

    private synchronized List<HeldFile> copy() {
        return List.copyOf(held);
    }

    /** Returns how many files are held now. */
    public synchronized int size() {
        return held.size();
    }

    /** Guarded by this. */
    private boolean startSweeping() {
        Thread thread = new Thread(null, this::sweepWhileHolding, "addrscope-files", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        try {
            thread.start();
            sweeping = true;
        } catch (OutOfMemoryError e) {
            // The process has all the threads that it may have: nothing is held.
            sweeping = false;
        }
        return sweeping;
    }

    private void sweepWhileHolding() {
        FileProbe probe = new FileProbe(NativeSupport.get().syscalls());
        do {
            LockSupport.parkNanos(idleNanos);
            for (HeldFile file : copy()) {
                if (!file.takeUsed()) {
                    letGo(file, probe);
                }
            }
        } while (!isDone());
    }

    private synchronized boolean isDone() {
        sweeping = !held.isEmpty();
        return !sweeping;
    }
}
