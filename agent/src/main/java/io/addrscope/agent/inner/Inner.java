// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.inner;

import io.addrscope.Settings;
import io.addrscope.agent.hooks.HookReport;
import io.addrscope.agent.hooks.Hooks;
import io.addrscope.agent.jmx.AddressSpaceBean;
import io.addrscope.agent.jmx.PlatformServer;
import io.addrscope.debuginfo.DebugSettings;
import io.addrscope.linux.Errno;
import io.addrscope.linux.NativeSupport;
import io.addrscope.linux.Syscalls;
import io.addrscope.model.Source;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The inner part's entry: made once, when the private layer is opened; then told which feature's option may have changed.
 *
 * <p>Its form (a constructor and interfaces of the JDK) is what the root of the jar knows of it. Safe for several threads:
 * each feature is switched by one at a time, which looks at the option as it is then, so the last change wins.
 */
public final class Inner implements BiConsumer<String, Boolean> {

    private static final String JNA_MODULE = "com.sun.jna";
    private static final String MANAGEMENT_MODULE = "java.management";

    private final Instrumentation instrumentation;
    private final String version;
    private final Function<String, String> options;
    private final BiConsumer<String, String> log;
    private final JavaBase javaBase;
    private final boolean standsDown;

    private final Object hooksTurn = new Object();

    /** Made when hooks are first wanted: with them comes Byte Buddy. Guarded by {@link #hooksTurn}. */
    private @Nullable Hooks hooks;

    /** As far as we were told; guarded by {@link #hooksTurn}. */
    private boolean hooksOn;

    private final Object beanTurn = new Object();

    /** Kept once it was made, with the files that it has open; {@code source} never changes. Guarded by {@link #beanTurn}. */
    private @Nullable AddressSpaceBean bean;

    /** Guarded by {@link #beanTurn}. */
    private boolean registered;

    /**
     * Called by the root of the jar, through reflection.
     *
     * @param options gives the value of an option, by its key, as it is now; sizes in bytes
     * @param log takes a level (a value of the option {@code log}) and a line
     */
    public Inner(
            Instrumentation instrumentation,
            String version,
            Function<String, String> options,
            BiConsumer<String, String> log)
            throws ReflectiveOperationException {
        this.instrumentation = instrumentation;
        this.version = version;
        this.options = options;
        this.log = log;
        javaBase = new JavaBase(instrumentation);
        standsDown = javaBase.isMakingArchive();
        if (!standsDown) {
            ModuleLayer layer = Inner.class.getModule().getLayer();
            javaBase.enableNativeAccess(layer.findModule(JNA_MODULE).orElseThrow());
            // With it the library calls the system itself, and loads no JNA.
            javaBase.enableNativeAccess(NativeSupport.class.getModule());
        }
    }

    /**
     * Brings a feature in line with its option.
     *
     * @param feature the option's key, {@code hooks}, {@code jmx} or {@code crash.ptracer}
     * @param attached whether somebody attached for it, rather than that the JVM began with it
     * @throws IllegalStateException if it cannot be had here, saying why
     */
    @Override
    public void accept(String feature, Boolean attached) {
        if (standsDown) {
            return;
        }
        switch (feature) {
            case "hooks" -> switchHooks();
            case "jmx" -> switchBean(attached);
            case "crash.ptracer" -> giveLeave();
            default -> throw new IllegalArgumentException(feature);
        }
    }

    private void switchHooks() {
        synchronized (hooksTurn) {
            boolean on = isOn("hooks");
            // Not tried again before it is switched off and on: what went wrong has been said.
            if (on == hooksOn) {
                return;
            }
            hooksOn = on;
            if (on && hooks == null) {
                hooks = makeHooks();
            }
            if (on && hooks != null) {
                hooks.install();
            } else if (hooks != null) {
                hooks.remove();
            }
        }
    }

    /** Without it a crash is still explained, by its report. */
    private void giveLeave() {
        Syscalls syscalls = NativeSupport.get().syscalls();
        if (syscalls == null) {
            log.accept(
                    "info",
                    "crashes will be explained without this process's memory: "
                            + NativeSupport.get().explanation());
            return;
        }
        int result = syscalls.letDescendantsTrace();
        if (result < 0) {
            log.accept(
                    "info",
                    "crash.ptracer has no effect here: "
                            + (result == -Errno.EINVAL ? "there is no Yama" : Errno.name(-result)));
        } else {
            log.accept("debug", "our descendants may read this process's memory");
        }
    }

    private @Nullable Hooks makeHooks() {
        try {
            return new Hooks(instrumentation, javaBase.javaLang(), log);
        } catch (ReflectiveOperationException | LinkageError e) {
            // Hooks are hints: the other features do without.
            log.accept("error", "no hooks: " + e);
            return null;
        }
    }

    private void switchBean(boolean attached) {
        synchronized (beanTurn) {
            if (isOn("jmx") && !registered) {
                if (ModuleLayer.boot().findModule(MANAGEMENT_MODULE).isEmpty()) {
                    throw new IllegalStateException(
                            "jmx=on needs the module " + MANAGEMENT_MODULE + ", which this JVM does not have");
                }
                if (bean == null) {
                    bean = new AddressSpaceBean(version, settings(), this::hookReport);
                    if (!attached) {
                        PlatformServer.awaitUse();
                    }
                }
                bean.register();
                registered = true;
            } else if (!isOn("jmx") && registered && bean != null) {
                bean.unregister();
                registered = false;
            }
        }
    }

    /** Whatever the environment says of servers, nothing is downloaded. */
    private Settings settings() {
        DebugSettings debug =
                Settings.DEFAULT.debug().withDirectories(DebugSettings.parseDirectories(options.apply("debug.dirs")));
        return Settings.DEFAULT
                .withSource(Source.valueOf(options.apply("source").toUpperCase(Locale.ROOT)))
                .withMemory(Long.parseLong(options.apply("memory")))
                .withDebug(debug);
    }

    private HookReport hookReport() {
        Hooks made;
        synchronized (hooksTurn) {
            made = hooks;
        }
        return made == null ? new HookReport(false, List.of(), List.of()) : made.report();
    }

    private boolean isOn(String option) {
        return "on".equals(options.apply(option));
    }
}
