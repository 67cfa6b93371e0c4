// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.hooks;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import net.bytebuddy.description.type.TypeDescription;
import org.jspecify.annotations.Nullable;

/**
 * Puts the hooks in and takes them out. Neither throws: what does not work is one line in the log.
 *
 * <p>Changing classes stops all threads of the JVM for some milliseconds, once: all classes are changed in one go. No
 * lock but that of this object is held meanwhile, and no thread of the application ever takes that one.
 */
public final class Hooks {

    private static final String ERROR = "error";
    private static final String INFO = "info";

    private final Instrumentation instrumentation;
    private final Lookup javaLang;
    private final BiConsumer<String, String> log;

    private @Nullable Epoch epoch;
    private @Nullable HookTransformer transformer;
    private Map<Class<?>, List<Hook>> hooks = Map.of();
    private volatile @Nullable HookStates states;

    /**
     * Does nothing yet.
     *
     * @param javaLang a lookup with all access to the package {@code java.lang}
     * @param log takes a level ({@code error}, {@code info}, {@code debug}) and a line
     */
    public Hooks(Instrumentation instrumentation, Lookup javaLang, BiConsumer<String, String> log) {
        this.instrumentation = instrumentation;
        this.javaLang = javaLang;
        this.log = log;
    }

    /** Which hooks are in now. */
    public HookReport report() {
        HookStates current = states;
        return current == null ? new HookReport(false, List.of(), List.of()) : current.report();
    }

    /** Defines the epoch if it is not there, and puts the hooks in. Not to be called while they are in. */
    public synchronized void install() {
        try {
            Epoch target = epoch == null ? Epoch.bind(javaLang) : epoch;
            epoch = target;
            HookStates fresh = new HookStates(target);
            hooks = find(fresh);
            HookTransformer added = new HookTransformer(hooks, fresh, (lost, cause) -> lose(fresh, lost, cause));
            instrumentation.addTransformer(added, true);
            transformer = added;
            states = fresh;
            Map<Class<?>, Throwable> refused = retransform();
            refused.forEach((type, cause) -> lose(fresh, hooks.getOrDefault(type, List.of()), cause));
            loseUnwritten(fresh);
            fresh.begin();
            log.accept(INFO, "hooks in: " + String.join(", ", fresh.report().installed()));
        } catch (Throwable t) {
            log.accept(ERROR, "no hooks: " + t);
        }
    }

    /** Takes the hooks out if they are in; the epoch stays, and moves once more for what it has missed from now on. */
    public synchronized void remove() {
        HookTransformer added = transformer;
        HookStates current = states;
        Epoch target = epoch;
        if (added == null || current == null || target == null) {
            return;
        }
        current.end();
        instrumentation.removeTransformer(added);
        transformer = null;
        states = null;
        retransform().forEach((type, cause) -> log.accept(ERROR, "a hook stays in " + type.getName() + ": " + cause));
        hooks = Map.of();
        target.move();
    }

    /** Loads the classes to hook, without initialising them, and finds the methods in them. */
    private Map<Class<?>, List<Hook>> find(HookStates found) {
        Map<Class<?>, List<Hook>> present = new LinkedHashMap<>();
        for (Hook hook : Hook.values()) {
            if (!hook.isOf(Runtime.version().feature())) {
                continue;
            }
            Class<?> type = find(hook);
            if (type == null) {
                found.lost(hook, "not in this JDK");
                log.accept(INFO, "no hook for " + hook + ": this JDK has no " + hook.target());
            } else {
                present.computeIfAbsent(type, key -> new ArrayList<>()).add(hook);
            }
        }
        return present;
    }

    private static @Nullable Class<?> find(Hook hook) {
        try {
            Class<?> type = Class.forName(hook.className, false, null);
            boolean present = !TypeDescription.ForLoadedType.of(type)
                    .getDeclaredMethods()
                    .filter(hook.matcher())
                    .isEmpty();
            return present ? type : null;
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    /** All at once; one by one only if that was refused. Returns what was refused for good, and why. */
    private Map<Class<?>, Throwable> retransform() {
        Map<Class<?>, Throwable> refused = new LinkedHashMap<>();
        Class<?>[] all = hooks.keySet().toArray(Class<?>[]::new);
        if (all.length > 0 && !retransform(refused, all)) {
            refused.clear();
            for (Class<?> type : all) {
                retransform(refused, type);
            }
        }
        return refused;
    }

    private boolean retransform(Map<Class<?>, Throwable> refused, Class<?>... types) {
        try {
            instrumentation.retransformClasses(types);
            return true;
        } catch (Throwable t) {
            refused.put(types[0], t);
            return false;
        }
    }

    /** A transformation that went well without our transformer (another agent may keep the class from us) is none. */
    private void loseUnwritten(HookStates fresh) {
        for (List<Hook> ofClass : hooks.values()) {
            for (Hook hook : ofClass) {
                if (!fresh.isWritten(hook)) {
                    lose(fresh, List.of(hook), new IllegalStateException("its class was not transformed"));
                }
            }
        }
    }

    private void lose(HookStates of, List<Hook> lost, Throwable cause) {
        for (Hook hook : lost) {
            if (of.lost(hook, cause.toString())) {
                log.accept(ERROR, "no hook for " + hook + ": " + cause);
            }
        }
    }
}
