// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is used of {@code java.lang.foreign}, found by reflection: the sources are for Java 17, which lacks it.
 *
 * <p>Its objects are {@link Object}s here. Safe for any number of threads.
 */
final class ForeignApi {

    private static final String PACKAGE = "java.lang.foreign.";

    /** The first JDK that has it for good: 19 to 21 have it, too, as a preview that reflection would find. */
    private static final int FIRST_JDK = 22;

    /** {@code MemorySegment.ofBuffer}, {@code .ofAddress}, {@code .address}, {@code .reinterpret} and {@code .asByteBuffer}. */
    private final Method segmentOfBuffer;

    private final Method segmentOfAddress;
    private final Method address;
    private final Method reinterpret;
    private final Method asByteBuffer;

    /** @throws ReflectiveOperationException on a JDK before 22 */
    ForeignApi() throws ReflectiveOperationException {
        Class<?> segment = type("MemorySegment");
        segmentOfBuffer = segment.getMethod("ofBuffer", Buffer.class);
        segmentOfAddress = segment.getMethod("ofAddress", long.class);
        address = segment.getMethod("address");
        reinterpret = segment.getMethod("reinterpret", long.class);
        asByteBuffer = segment.getMethod("asByteBuffer");
    }

    /**
     * Returns whether this library's module has native access, by {@code --enable-native-access}, say. Where it has not, a
     * JDK of 22 or later warns of the first downcall handle or refuses it.
     */
    static boolean isAllowed() {
        if (Runtime.version().feature() < FIRST_JDK) {
            return false;
        }
        try {
            return (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(ForeignApi.class.getModule());
        } catch (ReflectiveOperationException e) {
            // A runtime of another making: without the question there is no answer.
            return false;
        }
    }

    /**
     * Returns a handle of a function of libc that takes and returns {@code long}s. Its own first parameter is a segment of
     * four bytes for {@code errno}.
     *
     * @throws ReflectiveOperationException if there is no such function, or native calls are refused
     */
    MethodHandle downcall(String function, int parameters) throws ReflectiveOperationException {
        Class<?> linkerType = type("Linker");
        Class<?> layoutType = type("MemoryLayout");
        Class<?> descriptorType = type("FunctionDescriptor");
        Class<?> optionType = type("Linker$Option");
        Object linker = linkerType.getMethod("nativeLinker").invoke(null);
        Object lookup = linkerType.getMethod("defaultLookup").invoke(linker);
        Object symbol = ((Optional<?>)
                        type("SymbolLookup").getMethod("find", String.class).invoke(lookup, function))
                .orElseThrow(() -> new NoSuchMethodException(function));
        Object jlong = type("ValueLayout").getField("JAVA_LONG").get(null);
        Object layouts = arrayOf(layoutType, jlong, parameters);
        Object descriptor =
                descriptorType.getMethod("of", layoutType, layouts.getClass()).invoke(null, jlong, layouts);
        Object capture =
                optionType.getMethod("captureCallState", String[].class).invoke(null, (Object) new String[] {"errno"});
        Object options = arrayOf(optionType, capture, 1);
        return (MethodHandle) linkerType
                .getMethod("downcallHandle", type("MemorySegment"), descriptorType, options.getClass())
                .invoke(linker, symbol, descriptor, options);
    }

    /** Returns the segment from a direct buffer's position to its limit, which keeps the buffer reachable. */
    Object segmentOf(ByteBuffer direct) {
        return call(segmentOfBuffer, null, direct);
    }

    /** Returns the address of a direct buffer's first byte. */
    long addressOf(ByteBuffer direct) {
        return (long) call(address, segmentOf(direct.duplicate().clear()));
    }

    /** Returns memory as a buffer; nobody may unmap it. */
    ByteBuffer bufferAt(long at, long bytes) {
        return (ByteBuffer) call(asByteBuffer, call(reinterpret, call(segmentOfAddress, null, at), bytes));
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(PACKAGE + name);
    }

    private static Object arrayOf(Class<?> type, Object element, int length) {
        Object array = Array.newInstance(type, length);
        for (int i = 0; i < length; i++) {
            Array.set(array, i, element);
        }
        return array;
    }

    private static Object call(Method method, @Nullable Object on, Object... arguments) {
        try {
            return method.invoke(on, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
