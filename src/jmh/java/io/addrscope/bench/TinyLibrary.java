// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.function.IntSupplier;

/** A class with a native library ({@code tiny.c}), which goes when the class goes. */
public final class TinyLibrary implements IntSupplier {

    /** What the library's only function returns. */
    private static final int ANSWER = 42;

    /** Called by name, in a class loader that this very class is not of. */
    public TinyLibrary(String library) {
        System.load(library);
    }

    /**
     * Loads a library with a class in a class loader of its own, calls it, and keeps nothing of all that.
     *
     * @param library one that is not loaded now: the JVM loads no library for two class loaders
     */
    static void loadAndDrop(ClassFile classFile, String library) throws ReflectiveOperationException {
        IntSupplier loaded;
        try {
            loaded = (IntSupplier) new Loader(classFile)
                    .loadClass(TinyLibrary.class.getName())
                    .getConstructor(String.class)
                    .newInstance(library);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(library + " cannot be loaded", e.getCause());
        }
        if (loaded.getAsInt() != ANSWER) {
            throw new IllegalStateException("a wrong answer");
        }
    }

    @Override
    public int getAsInt() {
        return answer();
    }

    private static native int answer();

    /** The bytes of this class, read once. */
    static final class ClassFile {

        private final byte[] bytes;

        ClassFile() throws IOException {
            try (InputStream in = TinyLibrary.class.getResourceAsStream("TinyLibrary.class")) {
                if (in == null) {
                    throw new IOException("the class file is missing");
                }
                bytes = in.readAllBytes();
            }
        }
    }

    /** Knows one class, and those of the JDK. */
    private static final class Loader extends ClassLoader {

        private final ClassFile classFile;

        Loader(ClassFile classFile) {
            super(ClassLoader.getPlatformClassLoader());
            this.classFile = classFile;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!name.equals(TinyLibrary.class.getName())) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, classFile.bytes, 0, classFile.bytes.length);
        }
    }
}
