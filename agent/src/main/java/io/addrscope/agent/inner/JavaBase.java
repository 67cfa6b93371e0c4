// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.inner;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;

/**
 * The three things that only the inside of {@code java.base} can tell or do.
 *
 * <p>They are reached by opening one package each to the named module that this class is in, and to no other: the
 * application's own reflection is refused as before.
 */
final class JavaBase {

    /** The first JDK that minds native code (JEP 472). */
    private static final int FIRST_JDK_WITH_NATIVE_ACCESS = 24;

    private final Instrumentation instrumentation;

    JavaBase(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    /**
     * Lets one module of the private layer call native code without a warning, as {@code --enable-native-access} does
     * for modules of the application. JDK 24 and later warn of modules that load native libraries without it, or refuse
     * them.
     *
     * @throws ReflectiveOperationException if this JDK has no such switch
     */
    void enableNativeAccess(Module module) throws ReflectiveOperationException {
        if (Runtime.version().feature() < FIRST_JDK_WITH_NATIVE_ACCESS) {
            return;
        }
        open("java.lang");
        Method enable = Module.class.getDeclaredMethod("implAddEnableNativeAccess");
        enable.setAccessible(true);
        enable.invoke(module);
    }

    /**
     * Returns whether this JVM makes a CDS archive or an AOT cache of the classes that it loads. Unlike the options on
     * the command line, this is certain.
     *
     * @throws ReflectiveOperationException if this JDK cannot tell
     */
    boolean isMakingArchive() throws ReflectiveOperationException {
        open("jdk.internal.misc");
        Method dumping = Class.forName("jdk.internal.misc.CDS").getDeclaredMethod("isDumpingArchive");
        dumping.setAccessible(true);
        return (boolean) dumping.invoke(null);
    }

    /**
     * Returns a lookup with all access to {@code java.lang}, for whoever defines a class there.
     *
     * @throws ReflectiveOperationException if this JDK does not give it
     */
    MethodHandles.Lookup javaLang() throws ReflectiveOperationException {
        open("java.lang");
        return MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup());
    }

    private void open(String packageName) {
        Module self = JavaBase.class.getModule();
        if (!self.isNamed()) {
            throw new IllegalStateException(packageName + " is opened to a named module only");
        }
        instrumentation.redefineModule(
                Object.class.getModule(), Set.of(), Map.of(), Map.of(packageName, Set.of(self)), Set.of(), Map.of());
    }
}
