// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

/**
 * An address to ask about.
 *
 * @param page number of its page in the log
 * @param turn which of the pages that had that number one after the other
 * @param address any address in the page
 */
record Question(int page, long turn, long address) {

    /** Returns where in the page the address lies, in bytes. */
    int inPage() {
        return (int) address & (Storm.PAGE_BYTES - 1);
    }
}
