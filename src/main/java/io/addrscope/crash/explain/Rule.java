// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import org.jspecify.annotations.Nullable;

/** Knows one way in which a JVM dies. */
interface Rule {

    /** Returns the verdict; null if it was not this. */
    @Nullable
    Verdict judge(Scene scene);
}
