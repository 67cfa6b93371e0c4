// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.testing.ChannelSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Reads symbols with classes of AddrScope's that are loaded anew, where there is no XZ for Java. */
final class WithoutXz extends ClassLoader {

    private WithoutXz() {
        super(ClassLoader.getPlatformClassLoader());
    }

    /** Returns the faults of a file's symbol table. */
    static List<String> faults(Path file) throws ReflectiveOperationException {
        Class<?> reader = new WithoutXz().loadClass(Reader.class.getName());
        @SuppressWarnings("unchecked")
        Function<Path, List<String>> function =
                (Function<Path, List<String>>) reader.getConstructor().newInstance();
        return function.apply(file);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String file = name.replace('.', '/') + ".class";
        try (InputStream in = WithoutXz.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null || name.startsWith("org.tukaani.")) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** What runs there. */
    public static final class Reader implements Function<Path, List<String>> {

        /** For the test. */
        public Reader() {}

        @Override
        public List<String> apply(Path file) {
            try (ChannelSource source = ChannelSource.file(file)) {
                return SymbolTable.fromFile(ElfFile.read(source), SymbolLimits.DEFAULT)
                        .faults();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
