// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.apps;

import java.util.Arrays;

/** Lets an application wait for an agent that works beside it. */
public final class AgentWatch {

    private static final String THREAD = "addrscope";

    private AgentWatch() {}

    /**
     * Returns once the agent has done what its options ask for, or waits in its turn for the application. At once, if
     * there is no agent.
     */
    public static void awaitStart() throws InterruptedException {
        for (Thread thread : threads()) {
            while (thread.getName().equals(THREAD)
                    && thread.isAlive()
                    && thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.sleep(1);
            }
        }
    }

    /** All threads of the JVM: asked of their groups, which costs an application nothing that it could notice. */
    private static Thread[] threads() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        Thread[] threads = new Thread[1000];
        return Arrays.copyOf(threads, group.enumerate(threads));
    }
}
