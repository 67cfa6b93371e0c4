// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

/** What an entry describes, {@code DW_TAG_*}: those that matter here (DWARF 5, 7.5.3). */
final class Tag {
    static final int ARRAY_TYPE = 0x01;
    static final int CLASS_TYPE = 0x02;
    static final int ENUMERATION_TYPE = 0x04;
    static final int COMPILE_UNIT = 0x11;
    static final int STRUCTURE_TYPE = 0x13;
    static final int SUBROUTINE_TYPE = 0x15;
    static final int UNION_TYPE = 0x17;
    static final int INLINED_SUBROUTINE = 0x1d;
    static final int MODULE = 0x1e;
    static final int SUBPROGRAM = 0x2e;
    static final int INTERFACE_TYPE = 0x38;
    static final int NAMESPACE = 0x39;
    static final int CALL_SITE = 0x48;
    static final int GNU_TEMPLATE_PARAMETER_PACK = 0x4107;
    static final int GNU_FORMAL_PARAMETER_PACK = 0x4108;
    static final int GNU_CALL_SITE = 0x4109;

    private Tag() {}
}
