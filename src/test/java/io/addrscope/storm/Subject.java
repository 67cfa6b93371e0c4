// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

/** A way to ask what an address is. For one thread. */
interface Subject {

    /** Asks about an address, and puts what is answered into {@code answer}. */
    void ask(long address, Answer answer);
}
