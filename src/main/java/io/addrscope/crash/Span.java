// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

/**
 * Where something stands in a report.
 *
 * @param offset first byte, from the beginning of the input
 * @param length number of bytes
 */
public record Span(long offset, long length) {

    /** Returns the offset behind the last byte. */
    public long end() {
        return offset + length;
    }
}
