// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.crash.HexDump;
import io.addrscope.crash.HexDump.HexLine;
import io.addrscope.crash.HsErrReport;
import io.addrscope.model.Address;
import java.util.OptionalInt;

/** The instructions that a report prints. */
final class Instructions {

    private Instructions() {}

    /** Returns the byte at an address, from 0 to 255; none if the report does not print it. */
    static OptionalInt byteAt(HsErrReport report, long address) {
        for (HexLine line : report.fault().instructions().lines()) {
            byte[] bytes = HexDump.bytes(line, report.platform().isBigEndian());
            long index = address - line.address().value();
            if (Address.isBelow(index, bytes.length)) {
                return OptionalInt.of(Byte.toUnsignedInt(bytes[(int) index]));
            }
        }
        return OptionalInt.empty();
    }
}
