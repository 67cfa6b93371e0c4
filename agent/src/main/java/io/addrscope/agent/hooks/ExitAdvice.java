// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.hooks;

import net.bytebuddy.asm.Advice;

/** What is written into each hooked method, in front of every way out of it. */
final class ExitAdvice {

    private ExitAdvice() {}

    /** {@code suppress}: with a stack that is all but used up even this call can fail; the method must not fail with it. */
    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit() {
        AddrScope.moved();
    }
}
