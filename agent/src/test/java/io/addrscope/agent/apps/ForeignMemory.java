// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.apps;

import java.lang.reflect.Method;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The foreign-function interface of JDK 22 and later, which the compiler of this does not know: one arena. */
final class ForeignMemory {

    private final Class<?> arenaType;
    private final Object arena;

    ForeignMemory() throws ReflectiveOperationException {
        arenaType = Class.forName("java.lang.foreign.Arena");
        arena = arenaType.getMethod("ofConfined").invoke(null);
    }

    void load(Path library) throws ReflectiveOperationException {
        Class.forName("java.lang.foreign.SymbolLookup")
                .getMethod("libraryLookup", Path.class, arenaType)
                .invoke(null, library, arena);
    }

    void map(FileChannel file) throws Exception {
        Method map = FileChannel.class.getMethod("map", FileChannel.MapMode.class, long.class, long.class, arenaType);
        map.invoke(file, FileChannel.MapMode.READ_ONLY, 0, file.size(), arena);
    }

    void close() throws ReflectiveOperationException {
        arenaType.getMethod("close").invoke(arena);
    }
}
