// SPDX-License-Identifier: Apache-2.0
package io.addrscope.maps;

import java.io.IOException;

/** Thrown for a text that is not that of {@code /proc/PID/maps}; the message gives the position in bytes. */
public final class MapsFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    MapsFormatException(long position, String reason) {
        super("byte " + position + " of the mappings: " + reason);
    }
}
