// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What system calls are given that is the same whoever makes them: flags, and structures in memory. */
final class Arguments {

    /** Size in bytes of {@code struct open_how} of linux/openat2.h: flags, mode and resolve. */
    static final int OPEN_HOW_BYTES = 24;

    /** Of linux/prctl.h: "Yama". */
    static final int PR_SET_PTRACER = 0x59616d61;

    static final int PROT_READ_WRITE = 0x1 | 0x2;
    static final int MAP_PRIVATE_ANONYMOUS = 0x02 | 0x20;
    static final int MADV_WIPEONFORK = 18;

    /** Size in bytes of the page that children find zeroed; the kernel rounds it up to its own. */
    static final int WIPED_PAGE_BYTES = 4096;

    private static final int OPEN_HOW_RESOLVE_OFFSET = 16;

    private Arguments() {}

    /** Returns a {@code struct open_how}, whose mode is 0. */
    static ByteBuffer openHow(long flags, long resolve) {
        ByteBuffer how = ByteBuffer.allocateDirect(OPEN_HOW_BYTES).order(ByteOrder.nativeOrder());
        return how.putLong(0, flags).putLong(OPEN_HOW_RESOLVE_OFFSET, resolve);
    }

    /** Returns a copy in memory that has an address. */
    static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes);
    }
}
