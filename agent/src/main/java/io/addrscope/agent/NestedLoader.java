// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.Map;
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

    private final NestedContent content;
    private final Map<String, String> moduleByPackage;

    NestedLoader(NestedContent content) {
        super("addrscope", ClassLoader.getSystemClassLoader());
        this.content = content;
        this.moduleByPackage = content.index().moduleByPackage();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (moduleOf(name) == null) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String module = moduleOf(name);
        try {
            byte[] bytes = module == null ? null : content.read(module, name.replace('.', '/') + ".class");
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
            String module = moduleByPackage.get(directory.replace('/', '.'));
            URI location = module == null ? null : content.locate(module, name);
            if (location != null) {
                try {
                    return location.toURL();
                } catch (IOException e) {
                    return null;
                }
            }
            directory = directory.substring(0, Math.max(0, directory.lastIndexOf('/')));
        }
        return null;
    }

    /** The module of a class; null if its package is none of the jar's. */
    private @Nullable String moduleOf(String className) {
        int dot = className.lastIndexOf('.');
        return dot < 0 ? null : moduleByPackage.get(className.substring(0, dot));
    }
}
