// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.apps;

import java.util.logging.LogManager;

/** An application that chooses its own log manager in {@code main}, which works only if nobody logged before. */
public final class LogManagerApp {

    private LogManagerApp() {}

    /** The application's choice. */
    public static final class Own extends LogManager {}

    public static void main(String[] arguments) throws InterruptedException {
        AgentWatch.awaitStart();
        System.setProperty("java.util.logging.manager", Own.class.getName());
        System.out.println(LogManager.getLogManager().getClass().getSimpleName());
    }
}
