// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/** A module whose files lie in the agent's jar. */
final class NestedModule extends ModuleReference {

    private final NestedContent content;
    private final String name;

    NestedModule(NestedContent content, ModuleDescriptor descriptor) {
        super(descriptor, content.jarLocation());
        this.content = content;
        this.name = descriptor.name();
    }

    @Override
    public ModuleReader open() {
        return new Reader();
    }

    private final class Reader implements ModuleReader {

        @Override
        public Optional<URI> find(String file) {
            return Optional.ofNullable(content.locate(name, file));
        }

        @Override
        public Optional<InputStream> open(String file) throws IOException {
            byte[] bytes = content.read(name, file);
            return bytes == null ? Optional.empty() : Optional.of(new ByteArrayInputStream(bytes));
        }

        @Override
        public Stream<String> list() throws IOException {
            return content.list(name).stream();
        }

        /** The jar stays open as long as the layer lives: for as long as the JVM. */
        @Override
        public void close() {}
    }
}
