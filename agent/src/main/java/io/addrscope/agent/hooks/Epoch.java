// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.hooks;

import java.io.IOException;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicLong;

/** The agent's hold on {@code java.lang.AddrScope}. Safe for all threads. */
final class Epoch {

    private final AtomicLong value;
    private final Field feeds;

    /** Of a class with the fields of {@link AddrScope}. */
    Epoch(Class<?> type) throws ReflectiveOperationException {
        value = (AtomicLong) type.getField("EPOCH").get(null);
        feeds = type.getField("feeds");
    }

    /**
     * Finds the class in this JVM, or defines it there; and initialises it, so that no hook has to.
     *
     * @param javaLang a lookup with all access to the package {@code java.lang}
     * @throws IOException if the template cannot be read
     * @throws ReflectiveOperationException if the class cannot be defined
     * @throws IllegalStateException if there is one of another version
     */
    static Epoch bind(Lookup javaLang) throws IOException, ReflectiveOperationException {
        Class<?> type;
        try {
            type = Class.forName(JavaLangName.NAME, true, null);
        } catch (ClassNotFoundException e) {
            type = javaLang.defineClass(JavaLangName.applied(AddrScope.class));
        }
        int version = type.getField("VERSION").getInt(null);
        if (version != AddrScope.VERSION) {
            throw new IllegalStateException(JavaLangName.NAME + " is there in version " + version + ", but version "
                    + AddrScope.VERSION + " is needed");
        }
        return new Epoch(type);
    }

    void setFeeds(boolean now) {
        try {
            feeds.setBoolean(null, now);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    void move() {
        value.getAndIncrement();
    }
}
