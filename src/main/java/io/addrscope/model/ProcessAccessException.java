// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

/** Thrown when the process may not be read; the message says which right is missing. */
public final class ProcessAccessException extends ProcessException {

    private static final long serialVersionUID = 1L;

    /** The process may not be read; {@code message} says which right is missing. */
    public ProcessAccessException(String message) {
        super(message);
    }
}
