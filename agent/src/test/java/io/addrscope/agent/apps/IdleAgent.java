// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.apps;

/** An agent that does nothing: what it costs, and what the JVM says because of it, is not AddrScope's doing. */
public final class IdleAgent {

    private IdleAgent() {}

    public static void premain(String arguments) {}
}
