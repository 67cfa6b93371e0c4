// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.apps;

import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The epoch as a library in the application sees it: by the names of a class and of its fields. */
final class Epoch {

    private Epoch() {}

    /** Asks the agent for it. */
    static void want() throws ReflectiveOperationException {
        Class.forName("io.addrscope.agent.Agent", false, ClassLoader.getSystemClassLoader())
                .getMethod("wantEpoch")
                .invoke(null);
    }

    /** {@code absent}, or whether hooks feed it. */
    static String feeds() throws IllegalAccessException {
        Field feeds = field("feeds");
        return feeds == null ? "absent" : String.valueOf(feeds.getBoolean(null));
    }

    /** Its value, or 0 where there is none. */
    static long value() throws IllegalAccessException {
        Field value = field("EPOCH");
        return value == null ? 0 : ((AtomicLong) value.get(null)).get();
    }

    private static @Nullable Field field(String name) {
        try {
            return Class.forName("java.lang.AddrScope", true, null).getField(name);
        } catch (ClassNotFoundException | NoSuchFieldException e) {
            return null;
        }
    }
}
