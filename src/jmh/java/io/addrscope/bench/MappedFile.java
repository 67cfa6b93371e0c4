// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;

/** The first page of a file, which is mapped and unmapped again and again. For one thread. */
final class MappedFile implements AutoCloseable {

    /** How many events each turn is to the hooks. */
    static final int EVENTS = 2;

    private static final int PAGE_BYTES = 4096;

    /** Unmaps at once; JDK 17 has no other way to but waiting for the garbage collector. */
    private static final MethodHandle INVOKE_CLEANER = invokeCleaner();

    private final FileChannel channel;

    /** @param file one of a page or more */
    MappedFile(Path file) throws IOException {
        channel = FileChannel.open(file);
    }

    private static MethodHandle invokeCleaner() {
        try {
            Class<?> unsafe = Class.forName("sun.misc.Unsafe");
            Field instance = unsafe.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            return MethodHandles.lookup()
                    .findVirtual(unsafe, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
                    .bindTo(instance.get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Maps the page, which stays mapped as long as the buffer is there. */
    MappedByteBuffer map() throws IOException {
        return channel.map(MapMode.READ_ONLY, 0, PAGE_BYTES);
    }

    /** Maps the page, and unmaps it. */
    void turn() throws IOException {
        MappedByteBuffer buffer = map();
        try {
            INVOKE_CLEANER.invoke((ByteBuffer) buffer);
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
