// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Brings this process to a number of mappings, as {@code floor.c} does, and knows an address of libc. */
final class Mappings {

    private static final int PAGE_BYTES = 4096;
    private static final int PROT_NONE = 0;
    private static final int PROT_READ = 1;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x02 | 0x20;

    /** {@code _SC_NPROCESSORS_CONF} of glibc's unistd.h. */
    private static final int SC_NPROCESSORS_CONF = 83;

    private static final int MAX_CPUS = 1024;

    static {
        Native.register(Mappings.class, NativeLibrary.getProcess());
    }

    private Mappings() {}

    /**
     * Makes what is missing. Neighbours of different protection do not merge, so each page becomes a mapping. They stay until the
     * process ends.
     *
     * @return the first page, 0 if no page was missing
     */
    static long reach(int wanted) {
        int missing = wanted - count();
        if (missing <= 0) {
            return 0;
        }
        long region = mmap(0, (long) missing * PAGE_BYTES, PROT_NONE, MAP_PRIVATE_ANONYMOUS, -1, 0);
        if (region == -1) {
            throw new IllegalStateException("mmap: errno " + Native.getLastError());
        }
        for (int i = 1; i < missing; i += 2) {
            if (mprotect(region + (long) i * PAGE_BYTES, PAGE_BYTES, PROT_READ) != 0) {
                throw new IllegalStateException(
                        "mprotect: errno " + Native.getLastError() + " (is vm.max_map_count large enough?)");
            }
        }
        return region;
    }

    static int count() {
        // Names may hold any byte.
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)) {
            return (int) lines.count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many CPUs the machine has, whatever this process may use. */
    static int cpus() {
        return sysconf(SC_NPROCESSORS_CONF);
    }

    /** Binds the calling thread to one CPU. */
    static void bindThread(int cpu) {
        long[] set = new long[MAX_CPUS / Long.SIZE];
        set[cpu / Long.SIZE] = 1L << cpu;
        if (sched_setaffinity(0, (long) set.length * Long.BYTES, set) != 0) {
            throw new IllegalStateException("sched_setaffinity: errno " + Native.getLastError());
        }
    }

    /** The same function of libc that {@code floor.c} asks about. */
    static long libcAddress() {
        return Pointer.nativeValue(NativeLibrary.getProcess().getFunction("getppid"));
    }

    private static native long mmap(long address, long length, int protection, int flags, int fd, long offset);

    private static native int sysconf(int name);

    private static native int sched_setaffinity(int thread, long bytes, long[] set);

    private static native int mprotect(long address, long length, int protection);
}
