// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out whose code failed: that of the first frame which is not of a library that does what it is told. */
final class Owners {

    private static final List<String> SYSTEM_DIRECTORIES = List.of("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/");

    /** Classes of the JDK, by the beginnings of their names. */
    private static final List<String> JDK_CLASSES = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    private Owners() {}

    /**
     * Returns whose code failed; null if nothing shows it.
     *
     * @param vm the path of {@code libjvm.so}; null if it is not known
     */
    static @Nullable Owner of(List<ExplainedFrame> stack, @Nullable String vm) {
        ExplainedFrame first = Code.responsible(stack);
        if (first == null) {
            return null;
        }
        return switch (Code.of(first)) {
            case VM -> vmOrCaller(stack, first, vm);
            case JAVA -> ofJava(stack, first);
            case NATIVE -> ofLibrary(first, vm);
            case ANONYMOUS, RUNTIME, STUB, UNKNOWN -> new Owner(Owner.Kind.ANONYMOUS_CODE, Names.place(first));
        };
    }

    /** Who uses {@code Unsafe} with a bad address, or a function of JNI with a bad argument, makes the JVM fail. */
    private static Owner vmOrCaller(List<ExplainedFrame> stack, ExplainedFrame first, @Nullable String vm) {
        for (ExplainedFrame frame : stack.subList(stack.indexOf(first), stack.size())) {
            Code code = Code.of(frame);
            if (code == Code.NATIVE) {
                return ofLibrary(frame, vm);
            }
            String method = frame.javaMethod();
            if (method != null && isUnsafe(method)) {
                return ofJava(stack, frame);
            }
            if (code != Code.VM) {
                break;
            }
        }
        String library = Names.library(first);
        return new Owner(Owner.Kind.JDK, library == null ? "the JVM" : library);
    }

    private static boolean isUnsafe(String method) {
        return method.contains(".Unsafe.") || method.contains(".ScopedMemoryAccess.");
    }

    private static Owner ofJava(List<ExplainedFrame> stack, ExplainedFrame first) {
        for (int i = stack.indexOf(first); i < stack.size(); i++) {
            String method = stack.get(i).javaMethod();
            if (method != null && !Names.startsWithAny(method, JDK_CLASSES)) {
                return new Owner(Owner.Kind.JAVA, method);
            }
        }
        String method = first.javaMethod();
        return new Owner(Owner.Kind.JDK, method == null ? "Java code" : method);
    }

    private static Owner ofLibrary(ExplainedFrame frame, @Nullable String vm) {
        Location location = frame.location();
        Mapping mapping = location == null ? null : location.mapping();
        if (mapping == null) {
            String name = Names.library(frame);
            return new Owner(Owner.Kind.NATIVE_LIBRARY, name == null ? "an unknown library" : name);
        }
        String path = mapping.name().withoutDeletedMark().printable();
        if (isOfJdk(path, vm)) {
            return new Owner(Owner.Kind.JDK, path);
        }
        boolean isOfSystem = Names.startsWithAny(path, SYSTEM_DIRECTORIES) && !path.contains("/jni/");
        return new Owner(isOfSystem ? Owner.Kind.SYSTEM_LIBRARY : Owner.Kind.NATIVE_LIBRARY, path);
    }

    /** The libraries of a JDK lie in the directory above that of {@code libjvm.so}; its launcher beside that. */
    private static boolean isOfJdk(String path, @Nullable String vm) {
        String directory = vm == null ? null : parent(parent(vm));
        if (directory == null || directory.isEmpty()) {
            return false;
        }
        return path.startsWith(directory + "/") || path.startsWith(parent(directory) + "/bin/");
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
