// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

/** Thrown when the process has executed another program since it was opened: its old address space is no more. */
public final class ProcessReplacedException extends ProcessException {

    private static final long serialVersionUID = 1L;

    /** The process runs another program; {@code message} says which process. */
    public ProcessReplacedException(String message) {
        super(message);
    }
}
