// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.hooks;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;
import org.jspecify.annotations.Nullable;

/**
 * Writes the hooks into their classes whenever those are transformed, on our own account or on another agent's, so that
 * they outlast what others do.
 *
 * <p>The JVM asks it about every class that anybody loads, so it has nothing to do with those at once. Safe for all
 * threads.
 */
final class HookTransformer implements ClassFileTransformer {

    private final Map<Class<?>, List<Hook>> hooks;
    private final HookStates states;
    private final BiConsumer<List<Hook>, Throwable> failure;
    private final Advice advice;

    /**
     * Makes the transformer without registering it.
     *
     * @param hooks those that this JVM has the methods of, by the classes that the JVM has loaded
     * @param failure told of hooks that could not be written, on whatever thread transforms
     * @throws IOException if the advice cannot be read
     */
    HookTransformer(Map<Class<?>, List<Hook>> hooks, HookStates states, BiConsumer<List<Hook>, Throwable> failure)
            throws IOException {
        this.hooks = Map.copyOf(hooks);
        this.states = states;
        this.failure = failure;
        this.advice = Advice.to(
                TypeDescription.ForLoadedType.of(ExitAdvice.class),
                ClassFileLocator.Simple.of(ExitAdvice.class.getName(), JavaLangName.applied(ExitAdvice.class)));
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> type,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        List<Hook> wanted = type == null ? null : hooks.get(type);
        if (wanted == null) {
            return null;
        }
        try {
            byte[] changed = write(wanted, TypeDescription.ForLoadedType.of(type), classFile);
            wanted.forEach(states::written);
            return changed;
        } catch (Throwable t) {
            // Whoever transforms goes on without us.
            failure.accept(wanted, t);
            return null;
        }
    }

    /** Decorates: no method or field is added, which the JVM would refuse. */
    private byte[] write(List<Hook> wanted, TypeDescription type, byte[] classFile) {
        ElementMatcher.Junction<MethodDescription> methods = ElementMatchers.none();
        for (Hook hook : wanted) {
            methods = methods.or(hook.matcher());
        }
        return new ByteBuddy()
                .with(TypeValidation.DISABLED)
                .with(Implementation.Context.Disabled.Factory.INSTANCE)
                .decorate(type, ClassFileLocator.Simple.of(type.getName(), classFile))
                .visit(advice.on(methods))
                .make()
                .getBytes();
    }
}
