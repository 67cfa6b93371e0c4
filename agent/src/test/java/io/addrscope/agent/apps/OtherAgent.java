// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.apps;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/** An agent that works on the same classes of the JDK as AddrScope's, from the start or when the application says so. */
public final class OtherAgent {

    private static @Nullable Instrumentation given;

    private OtherAgent() {}

    /** The argument is an operation and its object, as for {@link #answer}; or nothing. */
    public static void premain(@Nullable String argument, Instrumentation instrumentation) throws Exception {
        given = instrumentation;
        if (argument != null) {
            answer(argument.substring(0, argument.indexOf(' ')), argument.substring(argument.indexOf(' ') + 1));
        }
    }

    /** Does something to a class of the JDK. */
    static Object answer(String operation, String className) throws Exception {
        Instrumentation instrumentation = given;
        if (instrumentation == null) {
            return "what?";
        }
        switch (operation) {
            case "hook" -> OtherHooks.install(instrumentation, className);
            case "redefine" ->
                instrumentation.redefineClasses(
                        new ClassDefinition(Class.forName(className, false, null), original(className)));
            case "spoil" -> instrumentation.addTransformer(new Spoiler(className), true);
            default -> throw new IllegalArgumentException(operation);
        }
        return "done";
    }

    private static byte[] original(String className) throws IOException {
        try (InputStream in = Object.class.getModule().getResourceAsStream(className.replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    /** Makes a class that no JVM takes of one, whenever it is transformed. */
    private static final class Spoiler implements ClassFileTransformer {

        private final String name;

        Spoiler(String className) {
            name = className.replace('.', '/');
        }

        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                @Nullable String className,
                @Nullable Class<?> type,
                @Nullable ProtectionDomain domain,
                byte[] classFile) {
            return type != null && name.equals(className) ? new byte[] {1, 2, 3} : null;
        }
    }
}
