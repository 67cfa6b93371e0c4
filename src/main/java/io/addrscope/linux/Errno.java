// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

/** Error numbers of asm-generic/errno-base.h and errno.h that AddrScope tells apart. */
public final class Errno {

    /** Operation not permitted. */
    public static final int EPERM = 1;

    /** No such file, directory or mapping. */
    public static final int ENOENT = 2;

    /** No such process. */
    public static final int ESRCH = 3;

    /** Interrupted by a signal. */
    public static final int EINTR = 4;

    /** Permission denied. */
    public static final int EACCES = 13;

    /** A path leads through something that is not a directory. */
    public static final int ENOTDIR = 20;

    /** An argument that means nothing here. */
    public static final int EINVAL = 22;

    /** The command does not exist for this file. */
    public static final int ENOTTY = 25;

    /** A name does not fit its buffer. */
    public static final int ENAMETOOLONG = 36;

    /** The system call does not exist. */
    public static final int ENOSYS = 38;

    private Errno() {}

    /** Returns the symbolic name of {@code errno}, or {@code errno N} for one that is not listed here. */
    public static String name(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM";
            case ENOENT -> "ENOENT";
            case ESRCH -> "ESRCH";
            case EINTR -> "EINTR";
            case EACCES -> "EACCES";
            case ENOTDIR -> "ENOTDIR";
            case EINVAL -> "EINVAL";
            case ENOTTY -> "ENOTTY";
            case ENAMETOOLONG -> "ENAMETOOLONG";
            case ENOSYS -> "ENOSYS";
            default -> "errno " + errno;
        };
    }
}
