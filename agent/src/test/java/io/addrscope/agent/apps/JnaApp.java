// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.apps;

import com.sun.jna.Function;
import com.sun.jna.Native;

/** An application with a JNA of its own: which one it got, and whether it works beside the agent's. */
public final class JnaApp {

    private JnaApp() {}

    public static void main(String[] arguments) throws Exception {
        AgentBean.awaitRegistered();
        System.out.println("agent: " + AgentBean.locateMain());
        // Not Native.VERSION: the compiler would put the version that it sees into this class.
        System.out.println("JNA " + Native.class.getPackage().getImplementationVersion() + " of the "
                + Native.class.getClassLoader().getName() + " loader");
        int pid = Function.getFunction("c", "getpid").invokeInt(new Object[0]);
        System.out.println("pid " + (pid == ProcessHandle.current().pid() ? "right" : "wrong"));
        System.out.println("agent: " + AgentBean.locateMain());
    }
}
