// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.jar.JarFile;

/**
 * The home of everything that the application must not see: named modules, made of the nested content of the agent's
 * jar, in a layer and a class loader of their own.
 *
 * <p>The loader's parent is the platform's, so the application's classes are not seen from inside either, and two
 * versions of one library live side by side. That the modules have names lets native access and {@code java.base} be
 * opened to one of them alone.
 */
final class PrivateLayer {

    private static final String INNER_MODULE = "io.addrscope.agent";

    /** Has a public constructor that takes the instrumentation, the version and how we came; takes the options whenever they change. */
    private static final String INNER_ENTRY = "io.addrscope.agent.inner.Inner";

    private PrivateLayer() {}

    /**
     * Makes the layer and returns its entry. Done once in a JVM: the jar stays open, and the layer lives on.
     *
     * @throws IOException if the jar cannot be read
     * @throws ReflectiveOperationException if the entry is missing or fails
     */
    static Consumer<Map<String, String>> open(Instrumentation instrumentation, boolean attached)
            throws IOException, ReflectiveOperationException {
        JarFile jar = AgentJar.open();
        try {
            Class<?> entry = Class.forName(INNER_ENTRY, true, layer(jar).findLoader(INNER_MODULE));
            @SuppressWarnings("unchecked")
            Consumer<Map<String, String>> inner = (Consumer<Map<String, String>>)
                    entry.getConstructor(Instrumentation.class, String.class, boolean.class)
                            .newInstance(instrumentation, AgentJar.version(), attached);
            return inner;
        } catch (Throwable t) {
            jar.close();
            throw t;
        }
    }

    private static ModuleLayer layer(JarFile jar) throws IOException {
        ModuleLayer boot = ModuleLayer.boot();
        // Ours before those of the boot layer, in case that the application has modules of the same names.
        Configuration configuration =
                boot.configuration().resolve(finder(jar), ModuleFinder.of(), Set.of(INNER_MODULE));
        return ModuleLayer.defineModulesWithOneLoader(
                        configuration, List.of(boot), ClassLoader.getPlatformClassLoader())
                .layer();
    }

    private static ModuleFinder finder(JarFile jar) throws IOException {
        LayerIndex index = LayerIndex.read(jar);
        Map<String, ModuleReference> modules = new HashMap<>();
        for (String name : index.modules()) {
            ModuleDescriptor descriptor = index.descriptor(name);
            modules.put(name, new NestedModule(jar, descriptor));
        }
        return new ModuleFinder() {
            @Override
            public Optional<ModuleReference> find(String name) {
                return Optional.ofNullable(modules.get(name));
            }

            @Override
            public Set<ModuleReference> findAll() {
                return new HashSet<>(modules.values());
            }
        };
    }
}
