// SPDX-License-Identifier: Apache-2.0
package io.addrscope.maps;

import io.addrscope.model.Address;
import io.addrscope.model.Permissions;
import java.util.Arrays;

/**
 * Parses one line of {@code /proc/PID/maps} after the other (proc_pid_maps(5), fs/proc/task_mmu.c {@code show_map_vma}).
 *
 * <pre>
 * 7f5a3c028000-7f5a3c1bd000 r-xp 00028000 fe:00 339380                     /usr/lib/x86_64-linux-gnu/libc.so.6
 * start        end          perm offset   dev   inode, decimal             name
 * </pre>
 *
 * <p>Numbers are hexadecimal but for the inode. The kernel writes a newline in a name as {@code \012} and escapes nothing
 * else, not even the backslash: a file whose name really holds {@code \012} reads as if it held a newline.
 *
 * <p>The fields hold what the last line said. For one thread.
 */
final class MapsLineParser {

    /** The largest unsigned long but for its last digit, and that. */
    private static final long MAX_TENTH = Long.divideUnsigned(-1, 10);

    private static final int MAX_LAST_DIGIT = 5;

    private static final byte[] ESCAPED_NEWLINE = {'\\', '0', '1', '2'};

    /** The value of each byte that is a hexadecimal digit as the kernel writes them; -1 for all others. */
    private static final byte[] HEX_DIGITS = hexDigits();

    long start;
    long end;
    int permissionBits;
    long offset;
    int deviceMajor;
    int deviceMinor;
    long inode;

    /** Index of the first byte of the name. */
    int nameStart;

    /** Index behind the last byte of the name, after unescaping. */
    int nameEnd;

    private byte[] buffer = new byte[0];

    /** Bytes of the text that came before {@code buffer[0]}; for messages. */
    private long bufferPosition;

    /** Where in {@code buffer} the parsing has come to. The line's newline, which nothing accepts, ends all loops. */
    private int at;

    private static byte[] hexDigits() {
        byte[] digits = new byte[256];
        Arrays.fill(digits, (byte) -1);
        for (byte value = 0; value < 16; value++) {
            digits[Character.forDigit(value, 16)] = value;
        }
        return digits;
    }

    /**
     * Parses the line that begins at {@code from} and turns escapes in its name back, in place.
     *
     * @param line holds a newline at or behind {@code from}
     * @param position bytes of the text that came before {@code line[0]}
     * @return the index behind the line's newline
     * @throws MapsFormatException if it is not a line of {@code /proc/PID/maps}
     */
    int parse(byte[] line, int from, long position) throws MapsFormatException {
        buffer = line;
        bufferPosition = position;
        at = from;
        start = hex('-');
        end = hex(' ');
        permissionBits = permissions();
        offset = hex(' ');
        deviceMajor = deviceNumber(':');
        deviceMinor = deviceNumber(' ');
        inode = decimal();
        // The kernel fills up to column 73 with blanks; a name never begins with one.
        while (buffer[at] == ' ') {
            at++;
        }
        // An end of 0 stands for 2^64.
        if (start == end || Address.isBelow(end - 1, start)) {
            throw malformed(at, "a mapping that ends where it starts, or before");
        }
        nameStart = at;
        int lineEnd = nameStart;
        while (buffer[lineEnd] != '\n') {
            lineEnd++;
        }
        nameEnd = unescape(nameStart, lineEnd);
        return lineEnd + 1;
    }

    private long hex(char terminator) throws MapsFormatException {
        long value = 0;
        int index = at;
        int digit;
        while ((digit = HEX_DIGITS[buffer[index] & 0xff]) >= 0) {
            if (value >>> 60 != 0) {
                throw malformed(index, "a number of more than 64 bits");
            }
            value = (value << 4) | digit;
            index++;
        }
        if (buffer[index] != terminator || index == at) {
            throw malformed(index, "a hexadecimal number and '" + terminator + "' expected");
        }
        at = index + 1;
        return value;
    }

    private int deviceNumber(char terminator) throws MapsFormatException {
        long value = hex(terminator);
        if (value >>> Integer.SIZE != 0) {
            throw malformed(at, "a device number of more than 32 bits");
        }
        return (int) value;
    }

    private long decimal() throws MapsFormatException {
        long value = 0;
        int index = at;
        while (buffer[index] >= '0' && buffer[index] <= '9') {
            int digit = buffer[index] - '0';
            // The inode is unsigned.
            if (Long.compareUnsigned(value, MAX_TENTH) > 0 || (value == MAX_TENTH && digit > MAX_LAST_DIGIT)) {
                throw malformed(index, "a number of more than 64 bits");
            }
            value = value * 10 + digit;
            index++;
        }
        if (index == at || (buffer[index] != ' ' && buffer[index] != '\n')) {
            throw malformed(index, "an inode number expected");
        }
        at = index;
        return value;
    }

    private int permissions() throws MapsFormatException {
        // In this order: each of the four stops at a newline.
        int bits = permission(at, 'r', '-', Permissions.READ)
                | permission(at + 1, 'w', '-', Permissions.WRITE)
                | permission(at + 2, 'x', '-', Permissions.EXECUTE)
                | permission(at + 3, 's', 'p', Permissions.SHARED);
        if (buffer[at + 4] != ' ') {
            throw malformed(at + 4, "permissions expected");
        }
        at += 5;
        return bits;
    }

    private int permission(int index, char set, char clear, int bit) throws MapsFormatException {
        byte b = buffer[index];
        if (b != set && b != clear) {
            throw malformed(index, "permissions expected");
        }
        return b == set ? bit : 0;
    }

    /** Turns each {@code \012} between the two into a newline, in place, and returns the new end. */
    private int unescape(int from, int to) {
        int write = from;
        int read = from;
        while (read < to) {
            if (buffer[read] == '\\'
                    && to - read >= ESCAPED_NEWLINE.length
                    && Arrays.equals(
                            buffer, read, read + ESCAPED_NEWLINE.length, ESCAPED_NEWLINE, 0, ESCAPED_NEWLINE.length)) {
                buffer[write++] = '\n';
                read += ESCAPED_NEWLINE.length;
            } else {
                buffer[write++] = buffer[read++];
            }
        }
        return write;
    }

    private MapsFormatException malformed(int index, String reason) {
        return new MapsFormatException(bufferPosition + index, reason);
    }
}
