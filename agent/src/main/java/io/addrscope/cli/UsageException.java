// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

/** Thrown for a command line that cannot be understood; the message says what is wrong and what would be right. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
