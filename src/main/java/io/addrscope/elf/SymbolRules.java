// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

/** What is particular to a processor's symbols (the ELF supplements to its ABI). */
final class SymbolRules {

    private static final int EM_MIPS = 8;
    private static final int EM_PPC64 = 21;
    private static final int EM_ARM = 40;
    private static final int EM_AARCH64 = 183;
    private static final int EM_RISCV = 243;
    private static final int EM_CSKY = 252;

    private final int machine;

    SymbolRules(ElfImage image) {
        machine = image.machine();
    }

    /**
     * Returns the ELF address that the value of a function's symbol means. Where code has two instruction sets, the lowest
     * bit tells which (Thumb of ARM, microMIPS and MIPS16).
     */
    long functionAddress(long value) {
        return machine == EM_ARM || machine == EM_MIPS ? value & ~1L : value;
    }

    /** Returns whether the value of a function's symbol may be that of a descriptor in {@code .opd} (ELFv1 of PowerPC). */
    boolean hasDescriptors() {
        return machine == EM_PPC64;
    }

    /**
     * Returns whether a local symbol without type names nothing: labels of the compiler's ({@code .L1}), and mapping symbols
     * ({@code $a}, {@code $t.1}, {@code $xrv64i2p1}), which tell what kind of bytes follow.
     *
     * @param first the first character of the name; 0 at its end
     * @param second the one behind
     * @param third the one behind that
     */
    boolean isLabel(int first, int second, int third) {
        if (first == 0) {
            return true;
        }
        if (first == '.') {
            return second == 'L';
        }
        if (first != '$') {
            return false;
        }
        boolean ends = third == 0 || third == '.';
        return switch (machine) {
            case EM_ARM -> ends && (second == 'a' || second == 't' || second == 'd');
            case EM_AARCH64 -> ends && (second == 'x' || second == 'd' || second == 'c');
            case EM_CSKY -> ends && (second == 't' || second == 'd');
            case EM_RISCV -> (second == 'x' && (ends || third == 'r')) || (second == 'd' && ends);
            default -> false;
        };
    }
}
