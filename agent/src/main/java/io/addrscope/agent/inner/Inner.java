// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.inner;

import io.addrscope.agent.jmx.AddressSpaceBean;
import io.addrscope.agent.jmx.PlatformServer;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The inner part's entry: made once, when the private layer is opened; then told the options, now and whenever they
 * change.
 *
 * <p>Its form (a constructor and an interface of the JDK) is what the root of the jar knows of it. Used by one thread at
 * a time.
 */
public final class Inner implements Consumer<Map<String, String>> {

    private static final String JNA_MODULE = "com.sun.jna";
    private static final String MANAGEMENT_MODULE = "java.management";

    private final String version;
    private final boolean standsDown;
    private final boolean attached;

    /** Kept once it was made, with the files that it has open; {@code source} never changes. */
    private @Nullable AddressSpaceBean bean;

    private boolean registered;

    /** Called by the root of the jar, through reflection. */
    public Inner(Instrumentation instrumentation, String version, boolean attached)
            throws ReflectiveOperationException {
        this.version = version;
        this.attached = attached;
        JavaBase javaBase = new JavaBase(instrumentation);
        standsDown = javaBase.isMakingArchive();
        if (!standsDown) {
            ModuleLayer layer = Inner.class.getModule().getLayer();
            javaBase.enableNativeAccess(layer.findModule(JNA_MODULE).orElseThrow());
        }
    }

    /**
     * Brings the features in line with the options.
     *
     * @throws IllegalStateException if one of them cannot be had here, saying which
     */
    @Override
    public void accept(Map<String, String> options) {
        if (!standsDown) {
            switchBean("on".equals(options.get("jmx")), options);
        }
    }

    private void switchBean(boolean on, Map<String, String> options) {
        if (on && !registered) {
            if (ModuleLayer.boot().findModule(MANAGEMENT_MODULE).isEmpty()) {
                throw new IllegalStateException(
                        "jmx=on needs the module " + MANAGEMENT_MODULE + ", which this JVM does not have");
            }
            if (bean == null) {
                bean = new AddressSpaceBean(
                        version,
                        options.getOrDefault("source", "auto"),
                        Long.parseLong(options.getOrDefault("memory", "0")));
                if (!attached) {
                    PlatformServer.awaitUse();
                }
            }
            bean.register();
            registered = true;
        } else if (!on && registered && bean != null) {
            bean.unregister();
            registered = false;
        }
    }
}
