// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether this JVM can make system calls, found out once, at first need.
 *
 * <p>They are made by {@link ForeignSyscalls} where the JVM allows that silently, and else by {@link JnaSyscalls}: a JVM
 * that would only warn of native calls warns of JNA's, as ever. JNA may be missing, be of a version that does not fit,
 * find no directory that it may load a library from, or have no library for this processor or libc. None of these is an
 * error: callers go on in pure Java and say why.
 */
public final class NativeSupport {

    private static volatile boolean startsQuickly;

    private final @Nullable Syscalls syscalls;
    private final String explanation;

    private NativeSupport(@Nullable Syscalls syscalls, String explanation) {
        this.syscalls = syscalls;
        this.explanation = explanation;
    }

    /**
     * Says, before the first {@link #get}, that this JVM will make few calls. JNA is ready sooner by tens of
     * milliseconds, and each of its calls takes about a tenth of a microsecond longer.
     */
    public static void preferQuickStart() {
        startsQuickly = true;
    }

    /** Returns what this JVM supports; the first call may load JNA. */
    public static NativeSupport get() {
        return Found.INSTANCE;
    }

    /** Returns the system calls, or null where there are none. */
    public @Nullable Syscalls syscalls() {
        return syscalls;
    }

    /** Returns, in one sentence, why there are no system calls; an empty text where there are. */
    public String explanation() {
        return explanation;
    }

    private static NativeSupport load() {
        if (!"linux".equals(System.getProperty("os.name", "").toLowerCase(Locale.ROOT))) {
            return new NativeSupport(null, "this is not Linux");
        }
        Syscalls foreign = startsQuickly ? null : foreignSyscalls();
        if (foreign != null) {
            return new NativeSupport(foreign, "");
        }
        try {
            return new NativeSupport(new JnaSyscalls(), "");
        } catch (LinkageError | RuntimeException e) {
            // A failed class initialiser says what it failed of only in its cause.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new NativeSupport(null, "JNA cannot be loaded: " + firstLine(cause));
        }
    }

    private static @Nullable Syscalls foreignSyscalls() {
        try {
            // Asked first: the class of the calls makes its handle when it is loaded.
            return SyscallNumber.areKnown() && ForeignApi.isAllowed() ? new ForeignSyscalls() : null;
        } catch (LinkageError | RuntimeException e) {
            // A runtime that has the classes but not what is behind them: JNA does the same, slower.
            return null;
        }
    }

    private static String firstLine(Throwable cause) {
        String text = cause.toString();
        int lineEnd = text.indexOf('\n');
        return lineEnd < 0 ? text : text.substring(0, lineEnd);
    }

    /** Found at the first {@link NativeSupport#get}, rather than when a wish is told. */
    private static final class Found {
        static final NativeSupport INSTANCE = load();
    }
}
