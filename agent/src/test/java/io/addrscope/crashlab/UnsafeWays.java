// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crashlab;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;

/** Ways to die without native code of one's own, by {@code sun.misc.Unsafe}. */
final class UnsafeWays {

    // Constants, so that compiled code holds the access itself.
    private static final MethodHandle GET_LONG = handle("getLong", long.class);
    private static final MethodHandle PUT_LONG = handle("putLong", long.class, long.class);
    private static final MethodHandle PUT_INT_IN = handle("putInt", Object.class, long.class, int.class);
    private static final MethodHandle ALLOCATE = handle("allocateMemory", long.class);

    /** Enough for every compiler. */
    private static final int WARM = 200_000;

    /** Where an object's class is, without compact headers. */
    private static final long CLASS_WORD = 8;

    /** Beyond all classes, wherever they begin and however their addresses are made shorter. */
    private static final int NO_CLASS = 0xffff_fff1;

    private UnsafeWays() {}

    private static MethodHandle handle(String name, Class<?>... parameters) {
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field field = type.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return MethodHandles.lookup()
                    .unreflect(type.getMethod(name, parameters))
                    .bindTo(field.get(null));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no sun.misc.Unsafe." + name, e);
        }
    }

    static long read(long address) throws Throwable {
        return (long) GET_LONG.invokeExact(address);
    }

    /** Reads from code that has been compiled. */
    static long readCompiled(long address) throws Throwable {
        long good = (long) ALLOCATE.invokeExact(8L);
        PUT_LONG.invokeExact(good, 1L);
        long sum = 0;
        for (int i = 0; i < WARM; i++) {
            sum += read(good);
        }
        return sum + read(address);
    }

    /** Leaves an object of no class for the collector to find. */
    static Object ruinHeap() throws Throwable {
        Object[] objects = new Object[1000];
        for (int i = 0; i < objects.length; i++) {
            objects[i] = new byte[16];
            PUT_INT_IN.invokeExact(objects[i], CLASS_WORD, NO_CLASS);
        }
        System.gc();
        return objects;
    }
}
