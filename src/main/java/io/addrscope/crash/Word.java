// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.model.Address;

/**
 * A number of a report: an address, a register, a process ID.
 *
 * @param value unsigned, of 64 bits
 * @param at where its digits stand, with the {@code 0x} before them if there is one
 */
public record Word(long value, Span at) {

    /** Returns it in hexadecimal. */
    @Override
    public String toString() {
        return Address.format(value);
    }
}
