// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes the instructions by which a slot of the procedure linkage table jumps to where an entry of the global offset
 * table points. What linkers put before and behind them differs; these few they have in common. For one thread.
 *
 * <pre>
 * x86-64   [endbr64] [bnd] jmp *rel(%rip)             ff 25 rel32
 *          [endbr64] mov rel(%rip), %r11              4c 8b 1d rel32  (lld, against speculation)
 * i386     [endbr32] jmp *abs                         ff 25 abs32
 *          [endbr32] jmp *off(%ebx)                   ff a3 off32, from the beginning of the table
 * AArch64  [bti c] adrp x16, page; ldr x17, [x16, #off]
 * ARM      [bx pc; nop] add ip, pc, #a; add ip, ip, #b; [add ip, ip, #c;] ldr pc, [ip, #d]!
 * s390x    larl %r1, rel; lg %r1, 0(%r1)
 * RISC-V   auipc t3, hi; ld/lw t3, lo(t3)
 * </pre>
 */
abstract class PltDecoder {

    private static final int EM_386 = 3;
    private static final int EM_S390 = 22;
    private static final int EM_ARM = 40;
    private static final int EM_X86_64 = 62;
    private static final int EM_AARCH64 = 183;
    private static final int EM_RISCV = 243;

    /** Slots begin at multiples of this from the beginning of their section, in bytes. */
    final int unit;

    /** ELF address of the entry that the last recognized slot jumps through. */
    long entry;

    /** Bytes of the instructions of the last recognized slot. */
    int length;

    PltDecoder(int unit) {
        this.unit = unit;
    }

    /**
     * Returns the decoder for an image's processor; null if there is none.
     *
     * @param tableStart ELF address that {@code _GLOBAL_OFFSET_TABLE_} has
     */
    static @Nullable PltDecoder of(ElfImage image, long tableStart) {
        boolean isLittle = image.byteOrder() == ByteOrder.LITTLE_ENDIAN;
        // Each by a method of its own class: a constructor here would have every one of them loaded.
        return switch (image.machine()) {
            case EM_X86_64 -> X86Decoder.of(true, 0);
            case EM_386 -> X86Decoder.of(false, tableStart);
            case EM_AARCH64 -> Aarch64Decoder.create();
            case EM_ARM -> isLittle ? ArmDecoder.create() : null;
            case EM_S390 -> image.elfClass() == ElfClass.ELF64 ? S390Decoder.create() : null;
            case EM_RISCV -> RiscvDecoder.create();
            default -> null;
        };
    }

    /** Returns the order of the bytes of an instruction. */
    ByteOrder instructionOrder() {
        return ByteOrder.LITTLE_ENDIAN;
    }

    /**
     * Returns whether such instructions begin at an index, and notes what they do.
     *
     * @param code the bytes of a section, in {@link #instructionOrder}
     * @param address ELF address of the byte at {@code at}
     */
    abstract boolean matches(ByteBuffer code, int at, long address);

    final boolean found(long newEntry, int newLength) {
        entry = newEntry;
        length = newLength;
        return true;
    }

    /** Returns the word at an index; 0, which is no instruction of any slot, behind the end. */
    static int word(ByteBuffer code, int at) {
        return at + Integer.BYTES <= code.limit() ? code.getInt(at) : 0;
    }

    private static final class X86Decoder extends PltDecoder {

        private final boolean isRelative;
        private final long tableStart;

        static PltDecoder of(boolean isRelative, long tableStart) {
            return new X86Decoder(isRelative, tableStart);
        }

        private X86Decoder(boolean isRelative, long tableStart) {
            super(8);
            this.isRelative = isRelative;
            this.tableStart = tableStart;
        }

        @Override
        boolean matches(ByteBuffer code, int at, long address) {
            int next = at;
            // endbr64 and endbr32 differ in the last byte only.
            if ((word(code, next) & 0xfeffffff) == 0xfa1e0ff3) {
                next += 4;
            }
            int opcode = word(code, next);
            if (isRelative && (opcode & 0xffffff) == 0x1d8b4c) {
                return foundRelative(code, at, next + 3, address);
            }
            if ((opcode & 0xff) == 0xf2) {
                next++;
                opcode = word(code, next);
            }
            if ((opcode & 0xffff) == 0x25ff) {
                return isRelative
                        ? foundRelative(code, at, next + 2, address)
                        : found(Integer.toUnsignedLong(word(code, next + 2)), next + 6 - at);
            }
            return !isRelative
                    && (opcode & 0xffff) == 0xa3ff
                    && found((tableStart + word(code, next + 2)) & 0xffffffffL, next + 6 - at);
        }

        private boolean foundRelative(ByteBuffer code, int at, int operandAt, long address) {
            int end = operandAt + Integer.BYTES - at;
            return found(address + end + word(code, operandAt), end);
        }
    }

    private static final class Aarch64Decoder extends PltDecoder {

        static PltDecoder create() {
            return new Aarch64Decoder();
        }

        private Aarch64Decoder() {
            super(4);
        }

        @Override
        boolean matches(ByteBuffer code, int at, long address) {
            int next = word(code, at) == 0xd503245f ? at + 4 : at;
            int adrp = word(code, next);
            int ldr = word(code, next + 4);
            if ((adrp & 0x9f00001f) != 0x90000010 || (ldr & 0xffc003ff) != 0xf9400211) {
                return false;
            }
            long pages = ((long) (adrp << 8) >> 13 << 2) | ((adrp >>> 29) & 3);
            long page = (address + next - at) & -4096L;
            return found(page + (pages << 12) + ((ldr >>> 10) & 0xfff) * 8L, next + 8 - at);
        }
    }

    private static final class ArmDecoder extends PltDecoder {

        static PltDecoder create() {
            return new ArmDecoder();
        }

        private ArmDecoder() {
            super(4);
        }

        @Override
        boolean matches(ByteBuffer code, int at, long address) {
            int next = word(code, at) == 0x46c04778 ? at + 4 : at;
            int add = word(code, next);
            if ((add & 0xfffff000) != 0xe28fc000) {
                return false;
            }
            long sum = address + next - at + 8 + immediate(add);
            next += 4;
            for (int adds = 0; adds < 2 && (word(code, next) & 0xfffff000) == 0xe28cc000; adds++) {
                sum += immediate(word(code, next));
                next += 4;
            }
            int ldr = word(code, next);
            return (ldr & 0xfffff000) == 0xe5bcf000 && found((sum + (ldr & 0xfff)) & 0xffffffffL, next + 4 - at);
        }

        private static long immediate(int instruction) {
            return Integer.toUnsignedLong(Integer.rotateRight(instruction & 0xff, ((instruction >>> 8) & 0xf) * 2));
        }
    }

    private static final class S390Decoder extends PltDecoder {

        static PltDecoder create() {
            return new S390Decoder();
        }

        private S390Decoder() {
            super(4);
        }

        @Override
        ByteOrder instructionOrder() {
            return ByteOrder.BIG_ENDIAN;
        }

        @Override
        boolean matches(ByteBuffer code, int at, long address) {
            return word(code, at) >>> 16 == 0xc010
                    && word(code, at + 6) == 0xe3101000
                    && found(address + 2L * word(code, at + 2), 12);
        }
    }

    private static final class RiscvDecoder extends PltDecoder {

        static PltDecoder create() {
            return new RiscvDecoder();
        }

        private RiscvDecoder() {
            super(4);
        }

        @Override
        boolean matches(ByteBuffer code, int at, long address) {
            int auipc = word(code, at);
            int load = word(code, at + 4);
            boolean isLoad = (load & 0xfffff) == 0xe3e03 || (load & 0xfffff) == 0xe2e03;
            return (auipc & 0xfff) == 0xe17 && isLoad && found(address + (auipc & -4096) + (load >> 20), 8);
        }
    }
}
