// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

/** Thrown when nobody reads the output any more, as under {@code | head}: there is nothing left to do. */
final class ClosedPipeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClosedPipeException() {
        super(null, null, false, false);
    }
}
