// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

/** Thrown when a process cannot be asked; the message names the process, the step and what would help. */
public class ProcessException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The process cannot be asked for the reason that {@code message} gives. */
    public ProcessException(String message) {
        super(message);
    }

    /** The process cannot be asked for the reason that {@code message} gives, seen as {@code cause}. */
    public ProcessException(String message, Throwable cause) {
        super(message, cause);
    }
}
