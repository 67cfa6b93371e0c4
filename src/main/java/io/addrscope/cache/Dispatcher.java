// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The class that the agent defines in {@code java.base}, as seen from any class loader; and the agent, to ask for it.
 *
 * <p>{@code java.lang.AddrScope} has three public static fields: {@code int VERSION}, of this protocol;
 * {@code AtomicLong EPOCH}, from 1; {@code volatile boolean feeds}, whether hooks move it. Safe for any number of threads.
 */
final class Dispatcher {

    private static final String DISPATCHER = "java.lang.AddrScope";
    private static final int VERSION = 1;
    private static final String AGENT = "io.addrscope.agent.Agent";
    private static final String AGENT_REQUEST = "wantEpoch";

    private volatile @Nullable Field feeds;

    /** Returns the counter; null where there is no agent, or none yet, in which case it is asked to define the class. */
    @Nullable
    AtomicLong find() {
        try {
            askAgent();
            Class<?> dispatcher = Class.forName(DISPATCHER, true, null);
            if (dispatcher.getField("VERSION").getInt(null) != VERSION) {
                return null;
            }
            feeds = dispatcher.getField("feeds");
            return (AtomicLong) dispatcher.getField("EPOCH").get(null);
        } catch (ReflectiveOperationException | LinkageError | SecurityException e) {
            // The usual case: no agent. Leases go by time alone then.
            return null;
        }
    }

    /** Hooks go in when somebody first reads the counter; asked again, the agent does nothing. */
    private static void askAgent() {
        try {
            Class.forName(AGENT, true, ClassLoader.getSystemClassLoader())
                    .getMethod(AGENT_REQUEST)
                    .invoke(null);
        } catch (ReflectiveOperationException | LinkageError | SecurityException e) {
            // Another library may define the class all the same.
        }
    }

    boolean feeds() {
        Field field = feeds;
        try {
            return field != null && field.getBoolean(null);
        } catch (IllegalAccessException e) {
            return false;
        }
    }
}
