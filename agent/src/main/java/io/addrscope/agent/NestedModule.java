// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** A module whose files lie in a directory of the agent's jar. All of them share the one open jar. */
final class NestedModule extends ModuleReference {

    private final JarFile jar;
    private final String prefix;

    NestedModule(JarFile jar, ModuleDescriptor descriptor) {
        super(descriptor, new File(jar.getName()).toURI());
        this.jar = jar;
        this.prefix = LayerIndex.prefix(descriptor.name());
    }

    @Override
    public ModuleReader open() {
        return new Reader();
    }

    private final class Reader implements ModuleReader {

        @Override
        public Optional<URI> find(String name) {
            return jar.getEntry(prefix + name) == null
                    ? Optional.empty()
                    : Optional.of(URI.create("jar:" + new File(jar.getName()).toURI() + "!/" + prefix + name));
        }

        @Override
        public Optional<InputStream> open(String name) throws IOException {
            byte[] bytes = AgentJar.read(jar, prefix + name);
            return bytes == null ? Optional.empty() : Optional.of(new ByteArrayInputStream(bytes));
        }

        @Override
        public Stream<String> list() {
            return jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(prefix) && !name.endsWith("/"))
                    .map(name -> name.substring(prefix.length()));
        }

        /** The jar stays open as long as the layer lives: for as long as the JVM. */
        @Override
        public void close() {}
    }
}
