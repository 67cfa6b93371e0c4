// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.Map;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * The nested content of the jar as plain classes, for the command line: there is no application to hide from, and a
 * module layer takes longer to set up than many a command to run.
 *
 * <p>All that the index lists comes from the jar, before the parent is asked; all else comes from the parent.
 */
final class NestedLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final JarFile jar;
    private final Map<String, String> moduleByPackage;

    NestedLoader(JarFile jar, Map<String, String> moduleByPackage) {
        super("addrscope", ClassLoader.getSystemClassLoader());
        this.jar = jar;
        this.moduleByPackage = moduleByPackage;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (nameInJar(name, name.replace('.', '/') + ".class") == null) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String file = nameInJar(name, name.replace('.', '/') + ".class");
        try {
            byte[] bytes = file == null ? null : AgentJar.read(jar, file);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    protected @Nullable URL findResource(String name) {
        // A directory that is no package (JNA's libraries) belongs to the package above it.
        String directory = name.substring(0, Math.max(0, name.lastIndexOf('/')));
        while (!directory.isEmpty()) {
            String file = nameInJar(directory.replace('/', '.') + ".", name);
            if (file != null && jar.getEntry(file) != null) {
                try {
                    return URI.create("jar:" + new File(jar.getName()).toURI() + "!/" + file)
                            .toURL();
                } catch (IOException e) {
                    return null;
                }
            }
            directory = directory.substring(0, Math.max(0, directory.lastIndexOf('/')));
        }
        return null;
    }

    /** Where a file lies that belongs to the package of a class; null if the package is none of the jar's. */
    private @Nullable String nameInJar(String className, String file) {
        int dot = className.lastIndexOf('.');
        String module = dot < 0 ? null : moduleByPackage.get(className.substring(0, dot));
        return module == null ? null : LayerIndex.prefix(module) + file;
    }
}
