// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.io.IOException;
import java.lang.reflect.Field;

/** Dies as it is told to. */
public final class CrashMain {

    private CrashMain() {}

    /**
     * Waits to be killed ({@code wait}), reads address 0 ({@code unsafe}), or loads a library ({@code load FILE}).
     *
     * @throws ReflectiveOperationException if this JDK has no such class any more
     */
    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        switch (arguments[0]) {
            case "wait" -> {
                System.out.println("ready");
                int end = System.in.read();
                System.out.println("still here " + end);
            }
            case "unsafe" -> {
                Class<?> type = Class.forName("sun.misc.Unsafe");
                Field field = type.getDeclaredField("theUnsafe");
                field.setAccessible(true);
                Object unsafe = field.get(null);
                System.out.println(type.getMethod("getByte", long.class).invoke(unsafe, 0L));
            }
            case "load" -> System.load(arguments[1]);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }
}
