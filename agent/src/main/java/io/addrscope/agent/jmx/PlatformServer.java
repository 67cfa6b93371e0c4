// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.jmx;

import javax.management.MBeanServerFactory;

/**
 * Keeps the agent from being the first to use the platform's MBean server.
 *
 * <p>Whoever is first sets up {@code java.util.logging} with it, and from then on an application that chooses its log
 * manager at the begin of {@code main} is too late. So an agent that starts before {@code main} waits until somebody
 * else uses an MBean server, and no longer than an application may take to set up its logging.
 */
public final class PlatformServer {

    private static final long PATIENCE_NANOS = 5_000_000_000L;

    /** Whoever uses the server first may look for our bean next. In milliseconds. */
    private static final long PERIOD_MILLIS = 20;

    private PlatformServer() {}

    /** Returns when an MBean server is in use in this JVM, or after some seconds. */
    public static void awaitUse() {
        long start = System.nanoTime();
        try {
            while (MBeanServerFactory.findMBeanServer(null).isEmpty() && System.nanoTime() - start < PATIENCE_NANOS) {
                Thread.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
