// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whose code it was that failed, as far as the stack shows: where to look first, not who is guilty.
 *
 * @param kind what kind of code
 * @param name the library's path, the Java method, or what else names it
 * @param packageName the package that the library comes from, and its version; null if that is not known
 */
public record Owner(Kind kind, String name, @Nullable String packageName) {

    Owner(Kind kind, String name) {
        this(kind, name, null);
    }

    /** Returns this owner with a package. */
    public Owner withPackage(@Nullable String newPackage) {
        return new Owner(kind, name, newPackage);
    }

    /** Kinds of code. */
    public enum Kind {
        /** The JVM itself, or a library that comes with it. */
        JDK,
        /** A library of the application. */
        NATIVE_LIBRARY,
        /** A library of the system. */
        SYSTEM_LIBRARY,
        /** Java code. */
        JAVA,
        /** Code that is in no file, and that the JVM does not know of. */
        ANONYMOUS_CODE;

        /** Returns the words that output uses, such as {@code native library}. */
        @Override
        public String toString() {
            return this == JDK
                    ? "JDK"
                    : this == JAVA ? "Java" : name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
