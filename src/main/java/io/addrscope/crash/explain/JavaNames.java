// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

/** Names of Java methods, as reports spell them. */
final class JavaNames {

    private JavaNames() {}

    /** Returns class and method of what HotSpot prints of a method: without parameters and result. */
    static String method(String printed) {
        int end = printed.indexOf('(');
        return end < 0 ? printed : printed.substring(0, end);
    }
}
