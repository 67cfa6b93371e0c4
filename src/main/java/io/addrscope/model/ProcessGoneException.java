// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

/** Thrown when the process has ended, or never was. */
public final class ProcessGoneException extends ProcessException {

    private static final long serialVersionUID = 1L;

    /** The process is gone; {@code message} says which and how it is known. */
    public ProcessGoneException(String message) {
        super(message);
    }
}
