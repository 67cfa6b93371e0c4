// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.apps;

/** Writes one line to each stream, and one more when the agent has had its time. */
public final class HelloApp {

    private HelloApp() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("hello");
        System.err.println("hello, error");
        System.out.println("threads beside main: " + (Thread.activeCount() - 1));
        AgentWatch.awaitStart();
        System.out.println("bye");
    }
}
