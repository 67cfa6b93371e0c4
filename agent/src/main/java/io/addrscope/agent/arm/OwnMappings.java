// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.arm;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is needed of {@code /proc/self/maps}: where libjvm begins, and which memory is private and can be written. A line is
 *
 * <pre>
 *   START-END rwxp OFFSET DEVICE INODE          PATH
 * </pre>
 *
 * numbers in hexadecimal but for the inode (the kernel's Documentation/filesystems/proc.rst).
 */
final class OwnMappings {

    private static final byte[] LIBJVM = "/libjvm.so".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] LIBJVM_GONE = "/libjvm.so (deleted)".getBytes(StandardCharsets.ISO_8859_1);

    /** The characters of {@code rwxp 00000000 00:00 0}. */
    private static final int SHORTEST_REST = 21;

    private final byte[] text;
    private int at;
    private long libjvm;
    private long[] writable = new long[128];
    private int count;

    private OwnMappings(byte[] text) {
        this.text = text;
    }

    /**
     * Reads the mappings of this process.
     *
     * @throws IOException as {@link #of}
     */
    static OwnMappings read() throws IOException {
        try (FileInputStream file = new FileInputStream("/proc/self/maps")) {
            return of(file.readAllBytes());
        }
    }

    /**
     * Takes the text apart.
     *
     * @throws IOException if it is not as the kernel writes it, or has not exactly one libjvm
     */
    static OwnMappings of(byte[] text) throws IOException {
        OwnMappings mappings = new OwnMappings(text);
        while (mappings.at < text.length) {
            mappings.line();
        }
        if (mappings.libjvm == 0) {
            throw new IOException("no libjvm.so is mapped");
        }
        return mappings;
    }

    private void line() throws IOException {
        long start = number('-');
        long end = number(' ');
        int permissions = at;
        // Nothing is shorter: offset, device, inode.
        at += SHORTEST_REST;
        skipLine();
        if (at > text.length) {
            throw malformed();
        }
        if (text[permissions] == 'r' && text[permissions + 1] == 'w' && text[permissions + 3] == 'p') {
            if (2 * count == writable.length) {
                writable = Arrays.copyOf(writable, 2 * writable.length);
            }
            writable[2 * count] = start;
            writable[2 * count + 1] = end;
            count++;
        }
        if (endsWith(LIBJVM) || endsWith(LIBJVM_GONE)) {
            at = permissions + 5;
            if (number(' ') == 0) {
                if (libjvm != 0) {
                    throw new IOException("more than one libjvm.so is mapped");
                }
                libjvm = start;
            }
            skipLine();
        }
        at++;
    }

    /** Goes to the end of a line. Here and in {@link #number}, where the time goes, locals are twice as quick as fields. */
    private void skipLine() {
        byte[] bytes = text;
        int i = at;
        while (i < bytes.length && bytes[i] != '\n') {
            i++;
        }
        at = i;
    }

    private boolean endsWith(byte[] name) {
        int from = at - name.length;
        return from >= 0 && Arrays.equals(text, from, at, name, 0, name.length);
    }

    /** Reads a number and the character behind it. */
    private long number(char last) throws IOException {
        byte[] bytes = text;
        int from = at;
        int i = from;
        long number = 0;
        while (i < bytes.length && bytes[i] != last) {
            int digit = bytes[i] <= '9' ? bytes[i] - '0' : bytes[i] - 'a' + 10;
            i++;
            if (digit < 0 || digit > 15 || i - from > 16) {
                throw malformed();
            }
            number = (number << 4) | digit;
        }
        if (i == from || i == bytes.length) {
            throw malformed();
        }
        at = i + 1;
        return number;
    }

    private static IOException malformed() {
        return new IOException("/proc/self/maps is not as expected");
    }

    /** Where libjvm's first page is. */
    long libjvm() {
        return libjvm;
    }

    /** How many mappings are private and can be written. */
    int writableCount() {
        return count;
    }

    /** The first address of such a mapping. */
    long start(int index) {
        return writable[2 * index];
    }

    /** The first address after such a mapping. */
    long end(int index) {
        return writable[2 * index + 1];
    }
}
