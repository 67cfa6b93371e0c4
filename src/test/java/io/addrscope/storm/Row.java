// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

import java.util.function.Supplier;

/**
 * A way to ask, for the storm to try.
 *
 * @param name what reports call it
 * @param leaseNanos how old its answers may be; 0 if they must be of the call
 * @param lookups how many questions to ask it, all threads together
 * @param subjects makes one for each thread
 */
record Row(String name, long leaseNanos, long lookups, Supplier<Subject> subjects) {

    @Override
    public String toString() {
        return name;
    }
}
