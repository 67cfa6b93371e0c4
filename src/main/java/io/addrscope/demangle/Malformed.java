// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/**
 * Ends the reading of a name that breaks its grammar or one of the {@link Limits}. It never leaves the package: {@link
 * Demangler} answers it with the raw name. There is one instance, without a stack trace, because a symbol table may hold
 * many names that only look mangled.
 */
final class Malformed extends RuntimeException {
    @SuppressWarnings("StaticAssignmentOfThrowable") // It has no stack trace that could mislead.
    static final Malformed NAME = new Malformed();

    private static final long serialVersionUID = 1L;

    private Malformed() {
        super("not a mangled name", null, false, false);
    }
}
