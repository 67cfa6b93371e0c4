// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

/**
 * The device number that the kernel gives for a mapping ({@code inode->i_sb->s_dev}).
 *
 * <p>On overlayfs and btrfs it is not the {@code st_dev} that {@code stat} returns for the same file, so two that
 * differ prove nothing.
 */
public record Device(int major, int minor) {

    /** The device of memory without a file. */
    public static final Device NONE = new Device(0, 0);

    /** Decodes a {@code dev_t} as {@code stat} returns it (glibc, gnu_dev_major(3)). */
    public static Device ofStat(long dev) {
        int major = (int) ((dev >>> 8) & 0xfff) | (int) ((dev >>> 32) & ~0xfff);
        int minor = (int) (dev & 0xff) | (int) ((dev >>> 12) & ~0xff);
        return new Device(major, minor);
    }

    // Written out: what the compiler makes of a record's equality is linked at run time, at a cost that a short-lived
    // command line feels.

    @Override
    public boolean equals(Object other) {
        return other instanceof Device that && major == that.major && minor == that.minor;
    }

    @Override
    public int hashCode() {
        return 31 * major + minor;
    }

    /** Returns the two numbers as {@code /proc/PID/maps} prints them, such as {@code fe:00}. */
    @Override
    public String toString() {
        return hex(major) + ":" + hex(minor);
    }

    /** At least two digits. */
    private static String hex(int number) {
        String digits = Integer.toHexString(number);
        return digits.length() < 2 ? "0" + digits : digits;
    }
}
