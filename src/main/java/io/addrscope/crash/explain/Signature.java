// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What crashes of one cause have in common: the kind, and the names of the innermost functions, without addresses, offsets, lines and
 * parameters, nor the frames of whoever handles faults.
 */
final class Signature {

    private static final int FRAMES = 6;

    /** Functions that deal with a failure, by what their names begin with: in HotSpot, and in the C library. */
    private static final List<String> HANDLERS = List.of(
            "VMError::",
            "report_vm_error",
            "report_fatal",
            "report_java_out_of_memory",
            "report_should_not_",
            "report_vm_out_of_memory",
            "report_untested",
            "report_unimplemented",
            "JVM_handle_linux_signal",
            "PosixSignals::",
            "javaSignalHandler",
            "signalHandler",
            "crash_handler",
            "__restore_rt",
            "vm_exit_out_of_memory");

    /** What the C library ends a process by. */
    private static final Set<String> ENDINGS = Set.of(
            "abort", "raise", "gsignal", "__pthread_kill_implementation", "__pthread_kill_internal", "pthread_kill");

    private Signature() {}

    /** Returns the signature of a crash. */
    static String of(String signal, Verdict.Kind kind, List<ExplainedFrame> stack) {
        List<String> parts = new ArrayList<>();
        boolean isJavaSeen = false;
        for (ExplainedFrame frame : stack) {
            if (isJavaSeen && !frame.isJava()) {
                // What calls Java code is much the same in all crashes.
                break;
            }
            isJavaSeen = frame.isJava();
            String name = name(frame);
            if (name != null && !isHandler(name) && parts.size() < FRAMES) {
                parts.add(name);
            }
        }
        return (signal.isEmpty() ? "" : signal + " ")
                + kind.toString().replace(' ', '-')
                + (parts.isEmpty() ? "" : ": " + String.join(" < ", parts));
    }

    private static boolean isHandler(String name) {
        return ENDINGS.contains(name) || Names.startsWithAny(name, HANDLERS);
    }

    private static @Nullable String name(ExplainedFrame frame) {
        String method = frame.javaMethod();
        if (method != null) {
            return method;
        }
        String function = Names.function(frame);
        if (function != null) {
            return withoutParameters(function);
        }
        String library = Names.library(frame);
        return library == null ? null : library + "!?";
    }

    /** Returns a function's name up to its parameters; those of templates are part of the name. */
    private static String withoutParameters(String function) {
        int depth = 0;
        for (int i = 0; i < function.length(); i++) {
            char c = function.charAt(i);
            depth += c == '<' ? 1 : c == '>' ? -1 : 0;
            boolean isOperator = function.startsWith("operator", i - 8);
            boolean isAnonymous = function.startsWith("(anonymous namespace)", i);
            if (c == '(' && depth <= 0 && i > 0 && !isOperator && !isAnonymous) {
                return function.substring(0, i);
            }
        }
        return function;
    }
}
