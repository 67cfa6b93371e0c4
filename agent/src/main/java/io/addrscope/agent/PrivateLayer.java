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
import java.util.function.BiConsumer;
import java.util.function.Function;

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

    /**
     * Has a public constructor that takes the instrumentation, the version, the options as they are now, and the log; takes
     * the key of a feature's option whenever that may have changed, and whether somebody attached for it.
     */
    private static final String INNER_ENTRY = "io.addrscope.agent.inner.Inner";

    private PrivateLayer() {}

    /**
     * Makes the layer and returns its entry. Done once in a JVM: the jar stays open, and the layer lives on.
     *
     * @throws IOException if the jar cannot be read
     * @throws ReflectiveOperationException if the entry is missing or fails
     */
    static BiConsumer<String, Boolean> open(Instrumentation instrumentation, Function<String, String> options)
            throws IOException, ReflectiveOperationException {
        NestedContent content = NestedContent.open();
        try {
            // A loader of modules tells of a class that it cannot read only that it is not there.
            content.require(INNER_MODULE, INNER_ENTRY.replace('.', '/') + ".class");
            Class<?> entry = Class.forName(INNER_ENTRY, true, layer(content).findLoader(INNER_MODULE));
            @SuppressWarnings("unchecked")
            BiConsumer<String, Boolean> inner = (BiConsumer<String, Boolean>)
                    entry.getConstructor(Instrumentation.class, String.class, Function.class, BiConsumer.class)
                            .newInstance(instrumentation, AgentJar.version(), options, new Log.Lines());
            return inner;
        } catch (Throwable t) {
            content.close();
            throw t;
        }
    }

    private static ModuleLayer layer(NestedContent content) {
        ModuleLayer boot = ModuleLayer.boot();
        // Ours before those of the boot layer, in case that the application has modules of the same names.
        Configuration configuration =
                boot.configuration().resolve(finder(content), ModuleFinder.of(), Set.of(INNER_MODULE));
        return ModuleLayer.defineModulesWithOneLoader(
                        configuration, List.of(boot), ClassLoader.getPlatformClassLoader())
                .layer();
    }

    private static ModuleFinder finder(NestedContent content) {
        LayerIndex index = content.index();
        Map<String, ModuleReference> modules = new HashMap<>();
        for (String name : index.modules()) {
            ModuleDescriptor descriptor = index.descriptor(name);
            modules.put(name, new NestedModule(content, descriptor));
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
