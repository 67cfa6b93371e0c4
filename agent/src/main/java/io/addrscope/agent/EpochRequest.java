// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import java.lang.instrument.Instrumentation;

/** The library's request for the epoch, on a thread of the agent's. */
final class EpochRequest implements Runnable {

    private final Instrumentation instrumentation;

    EpochRequest(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    @Override
    public void run() {
        try {
            Startup.wantEpoch(instrumentation);
        } catch (Throwable t) {
            Log.failure("no hooks", t);
        }
    }
}
