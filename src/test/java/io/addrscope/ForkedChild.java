// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import io.addrscope.model.Source;

/**
 * A program that forks without executing anything, maps memory in the child and asks about it there. Prints what the
 * child's exit status says: {@code ioctl=true text=true} if both sources knew the memory.
 *
 * <p>Of the JVM's threads only the calling one lives in the child, so nothing may be new there: everything that the child
 * does has been done before by its parent.
 */
public final class ForkedChild {

    private static final int PAGE = 4096;
    private static final int PROT_READ = 1;
    private static final int MAP_SHARED_ANONYMOUS = 0x01 | 0x20;
    private static final int IOCTL_KNOWS = 1;
    private static final int TEXT_KNOWS = 2;
    private static final int PARENTS_KNOWN = 4;

    /** A child that hangs is ended after so many seconds. */
    private static final int ALARM_SECONDS = 30;

    private ForkedChild() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        Native.register(Libc.class, NativeLibrary.getProcess());
        Cursor ioctl = AddressSpace.self(Source.IOCTL).cursor();
        Cursor text = AddressSpace.self(Source.TEXT).cursor();
        // Shared anonymous memory never merges with its neighbours.
        long parents = Libc.mmap(0, PAGE, PROT_READ, MAP_SHARED_ANONYMOUS, -1, 0);
        for (int i = 0; i < 3; i++) {
            if (ask(ioctl, text, parents) != (IOCTL_KNOWS | TEXT_KNOWS | PARENTS_KNOWN)) {
                throw new AssertionError("the parent does not know its own memory");
            }
        }
        int pid = Libc.fork();
        if (pid == 0) {
            Libc.alarm(ALARM_SECONDS);
            Libc._exit(ask(ioctl, text, parents));
        }
        int[] status = new int[1];
        Libc.waitpid(pid, status, 0);
        int known = status[0] >> 8;
        System.out.println("signal=" + (status[0] & 0x7f));
        System.out.println("ioctl=" + ((known & IOCTL_KNOWS) != 0));
        System.out.println("text=" + ((known & TEXT_KNOWS) != 0));
        System.out.println("inherited=" + ((known & PARENTS_KNOWN) != 0));
        System.out.println("parent=" + (ask(ioctl, text, parents) == (IOCTL_KNOWS | TEXT_KNOWS | PARENTS_KNOWN)));
    }

    private static int ask(Cursor ioctl, Cursor text, long parents) {
        long own = Libc.mmap(0, PAGE, PROT_READ, MAP_SHARED_ANONYMOUS, -1, 0);
        boolean byIoctl = ioctl.seek(own) == Cursor.MAPPED && ioctl.start() == own && ioctl.end() == own + PAGE;
        boolean byText = text.seek(own) == Cursor.MAPPED && text.start() == own && text.end() == own + PAGE;
        boolean inherited = ioctl.seek(parents) == Cursor.MAPPED && text.seek(parents) == Cursor.MAPPED;
        return (byIoctl ? IOCTL_KNOWS : 0) | (byText ? TEXT_KNOWS : 0) | (inherited ? PARENTS_KNOWN : 0);
    }

    /** The C prototypes. */
    private static final class Libc {

        static native int fork();

        static native long mmap(long address, long length, int protection, int flags, int fd, long offset);

        static native int waitpid(int pid, int[] status, int options);

        static native int alarm(int seconds);

        static native void _exit(int status);
    }
}
