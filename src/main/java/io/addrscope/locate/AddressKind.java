// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.model.Address;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the bits of an address alone say of it, by the processor's rules for virtual addresses.
 *
 * <p>x86-64: Intel SDM volume 1, 3.3.7.1 (canonical addressing), and Linux Documentation/arch/x86/x86_64/mm.rst.
 * aarch64: Linux Documentation/arch/arm64/memory.rst and tagged-address-abi.rst.
 */
enum AddressKind {
    /** Within the first page, where a null pointer with an offset points to. */
    NULL_PAGE,
    /** A process can have memory there. */
    USER,
    /** The legacy page of system calls that x86-64 kernels keep at a fixed address in their own half. */
    VSYSCALL,
    /** The kernel's half. */
    KERNEL,
    /** Bits that no translation takes. */
    NON_CANONICAL;

    private static final long NULL_PAGE_END = 0x1000;
    private static final long VSYSCALL_START = 0xffff_ffff_ff60_0000L;
    private static final long VSYSCALL_END = VSYSCALL_START + 0x1000;

    private static final String ARCHITECTURE = System.getProperty("os.arch", "");
    private static final boolean IS_X86_64 = ARCHITECTURE.equals("amd64") || ARCHITECTURE.equals("x86_64");

    /** Bits of an address that translation uses; the bits above must all equal the highest of them. */
    private static final int SIGNIFICANT_BITS = significantBits();

    /** Classifies an address by the rules of this machine's processor. */
    static AddressKind of(long address) {
        if (Address.isBelow(address, NULL_PAGE_END)) {
            return NULL_PAGE;
        }
        if (IS_X86_64 && Address.isWithin(address, VSYSCALL_START, VSYSCALL_END)) {
            return VSYSCALL;
        }
        long upper = address >> (SIGNIFICANT_BITS - 1);
        if (upper == 0) {
            return USER;
        }
        return upper == -1 ? KERNEL : NON_CANONICAL;
    }

    private static int significantBits() {
        if (IS_X86_64) {
            return hasFiveLevelPaging() ? 57 : 48;
        }
        // aarch64: 52 bits at most in each half, of which the translation table's base adds one bit of choice.
        return ARCHITECTURE.equals("aarch64") ? 53 : Long.SIZE;
    }

    /** The kernel takes the flag away where it was booted without five levels. */
    private static boolean hasFiveLevelPaging() {
        try (BufferedReader lines = Files.newBufferedReader(Path.of("/proc/cpuinfo"), StandardCharsets.ISO_8859_1)) {
            // One line of flags for each processor, all alike: the first will do.
            String line = lines.readLine();
            while (line != null && !line.startsWith("flags")) {
                line = lines.readLine();
            }
            return line != null && line.contains(" la57");
        } catch (IOException e) {
            return false;
        }
    }
}
