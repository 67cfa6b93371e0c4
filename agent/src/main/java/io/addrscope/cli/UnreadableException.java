// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

/** Thrown when a file that is to be looked at cannot be; the message names the file and says why. */
final class UnreadableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
        super(message);
    }

    UnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
