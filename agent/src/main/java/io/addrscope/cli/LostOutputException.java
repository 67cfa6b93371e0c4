// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import java.io.IOException;

/** Thrown when output cannot be written though somebody waits for it, as on a full disk. */
final class LostOutputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LostOutputException(IOException cause) {
        super("the output cannot be written: " + cause.getMessage(), cause);
    }
}
