// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/** How much of a name is shown. */
public enum Style {
    /** All of it: {@code void ns::sort<int*>(int*, int*)}. */
    FULL,

    /** Neither parameters, return type nor qualifiers of functions: {@code ns::sort<int*>}. For narrow tables. */
    WITHOUT_PARAMETERS,

    /**
     * No template or generic arguments either: {@code ns::sort}. For grouping: crash signatures, flame graphs.
     * Legacy Rust names keep what their path elements say, which is text and no grammar.
     */
    WITHOUT_TEMPLATE_ARGUMENTS
}
