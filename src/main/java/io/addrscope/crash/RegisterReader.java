// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads registers, of whatever processor: names, each with an equals sign and one or two numbers behind it.
 *
 * <pre>
 * RAX=0x0000000000000001, RBX=0x0000786a69c05de0, R8 =0x0000786a9538d728
 * XMM[0]=0x0000786a98f2e8c0 0x0000786a98f2e2e0
 *  x0=0x0000000000000000  x1=0x00000000ffffffff
 * pc =0x00007fffaa6c8d54  lr =0x00007fffaa6c8d6c  ctr=0x00007fffaa8961f0
 * </pre>
 */
final class RegisterReader implements SectionReader {

    private static final int MAX_NAME_BYTES = 16;

    /** Words of the widest vector register of today, twice over. */
    private static final int MAX_VALUES = 16;

    private final Cuts cuts;
    private final List<Register> registers = new ArrayList<>();

    RegisterReader(Cuts cuts) {
        this.cuts = cuts;
    }

    @Override
    public void read(SectionKind kind, Line line, boolean isFirst) {
        if (isFirst) {
            return;
        }
        int equals;
        int start = line.at();
        while ((equals = line.indexOf("=", start)) >= 0) {
            start = equals + 1;
            int nameStart = nameStart(line, equals);
            line.moveTo(nameStart);
            Text name = equals - nameStart > MAX_NAME_BYTES ? null : line.textTo(equals);
            line.moveTo(equals + 1);
            List<Word> values = values(line);
            if (name != null && !values.isEmpty()) {
                cuts.keep(
                        registers,
                        new Register(name, values),
                        Limits.REGISTERS,
                        "registers",
                        name.at().offset());
            }
        }
    }

    /** Returns where the name before an equals sign begins; blanks may stand between the two. */
    private static int nameStart(Line line, int equals) {
        int index = equals;
        while (line.byteAt(index - 1) == ' ') {
            index--;
        }
        while (line.byteAt(index - 1) > ' ' && line.byteAt(index - 1) != ',' && line.byteAt(index - 1) != '=') {
            index--;
        }
        return index;
    }

    private static List<Word> values(Line line) {
        List<Word> values = new ArrayList<>();
        while (true) {
            line.skipBlanks();
            Word value = line.hex();
            if (value == null || values.size() == MAX_VALUES) {
                return List.copyOf(values);
            }
            values.add(value);
        }
    }

    List<Register> registers() {
        return List.copyOf(registers);
    }
}
