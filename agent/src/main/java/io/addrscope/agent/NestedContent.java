// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The part of the jar that only the inside sees: for each module an archive {@code inst/MODULE.jar} with its classes, opened
 * when the first of them is wanted, and loose below {@code inst/MODULE/} the few files that must have a URL of their own.
 * Safe for any number of threads.
 */
final class NestedContent {

    private static final String ROOT = "inst/";

    private final Archive jar;
    private final String path;
    private final LayerIndex index;

    /** Guarded by itself. */
    private final Map<String, Archive> opened = new HashMap<>();

    private NestedContent(Archive jar, String path, LayerIndex index) {
        this.jar = jar;
        this.path = path;
        this.index = index;
    }

    /**
     * Opens the jar that these classes came from, for as long as the JVM runs or until {@link #close}.
     *
     * @throws IOException if it cannot be read, or is of another version than these classes
     */
    static NestedContent open() throws IOException {
        String path = AgentJar.path();
        Archive jar = Archive.open(path);
        try {
            return new NestedContent(jar, path, LayerIndex.read(jar, path));
        } catch (Throwable t) {
            jar.close();
            throw t;
        }
    }

    /** Returns what modules there are. */
    LayerIndex index() {
        return index;
    }

    /** Returns where the jar lies. */
    URI jarLocation() {
        return new File(path).toURI();
    }

    /** Returns the content of a file of a module; null if it has none of that name. */
    byte @Nullable [] read(String module, String file) throws IOException {
        Archive archive = archive(module);
        byte[] packed = archive == null ? null : archive.read(file);
        return packed == null ? jar.read(ROOT + module + "/" + file) : packed;
    }

    /**
     * Makes sure that a module has a file.
     *
     * @throws IOException if it is missing or damaged
     */
    void require(String module, String file) throws IOException {
        if (read(module, file) == null) {
            throw new IOException(path + ": module " + module + " has no " + file);
        }
    }

    /** Returns the location of a loose file of a module; null if it has none of that name. */
    @Nullable
    URI locate(String module, String file) {
        String name = ROOT + module + "/" + file;
        return jar.contains(name) ? URI.create("jar:" + jarLocation() + "!/" + name) : null;
    }

    /** Returns the names of all files of a module. */
    Set<String> list(String module) throws IOException {
        Archive archive = archive(module);
        Set<String> files = archive == null ? new TreeSet<>() : new TreeSet<>(archive.names());
        String prefix = ROOT + module + "/";
        for (String name : jar.names()) {
            if (name.startsWith(prefix)) {
                files.add(name.substring(prefix.length()));
            }
        }
        return files;
    }

    private @Nullable Archive archive(String module) throws IOException {
        synchronized (opened) {
            Archive archive = opened.get(module);
            if (archive == null) {
                archive = jar.nested(ROOT + module + ".jar");
                if (archive != null) {
                    opened.put(module, archive);
                }
            }
            return archive;
        }
    }

    /** Gives the file back. */
    void close() throws IOException {
        jar.close();
    }
}
