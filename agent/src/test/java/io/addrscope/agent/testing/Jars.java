// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** Makes jars for tests. */
public final class Jars {

    private Jars() {}

    /** Writes a jar that holds classes of the test tree, the first of them named in an attribute of the manifest. */
    public static Path of(Path jar, String attribute, Class<?> named, Class<?>... others) {
        List<Class<?>> classes = new ArrayList<>(List.of(others));
        classes.add(0, named);
        return of(jar, Map.of(attribute, named.getName()), classes);
    }

    /** Writes the jar of an agent that may change classes; the agent's class is left to the class path. */
    public static Path agent(Path jar, Class<?> agent) {
        return of(
                jar,
                Map.of(
                        "Premain-Class", agent.getName(),
                        "Can-Redefine-Classes", "true",
                        "Can-Retransform-Classes", "true"),
                List.of());
    }

    private static Path of(Path jar, Map<String, String> attributes, List<Class<?>> classes) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.forEach(manifest.getMainAttributes()::putValue);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Class<?> type : classes) {
                String file = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new ZipEntry(file));
                out.write(content(type, file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    private static byte[] content(Class<?> type, String file) throws IOException {
        try (InputStream in = type.getClassLoader().getResourceAsStream(file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        }
    }

    /** What becomes of one file while a jar is copied. */
    public interface Change {

        /** Returns the new content of a file of the jar; null to leave it out. */
        byte @Nullable [] apply(String name, byte[] content);
    }

    /** Copies a jar, changing its files; what is stored uncompressed stays so. */
    public static Path copy(Path from, Path to, Change change) {
        try (JarFile in = new JarFile(from.toFile(), false);
                OutputStream file = Files.newOutputStream(to);
                JarOutputStream out = new JarOutputStream(file)) {
            for (JarEntry entry : Collections.list(in.entries())) {
                byte[] content =
                        change.apply(entry.getName(), in.getInputStream(entry).readAllBytes());
                if (content != null) {
                    ZipEntry copy = new ZipEntry(entry.getName());
                    if (entry.getMethod() == ZipEntry.STORED) {
                        CRC32 crc = new CRC32();
                        crc.update(content);
                        copy.setMethod(ZipEntry.STORED);
                        copy.setSize(content.length);
                        copy.setCrc(crc.getValue());
                    }
                    out.putNextEntry(copy);
                    out.write(content);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return to;
    }
}
