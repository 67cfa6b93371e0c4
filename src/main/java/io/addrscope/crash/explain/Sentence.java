// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.model.Address;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parts of the sentences of verdicts. */
final class Sentence {

    /** What Linux lets no program map, unless told otherwise ({@code vm.mmap_min_addr}). */
    private static final long SMALLEST_MAPPED = 0x10000;

    private Sentence() {}

    /** Returns where something happened, beginning with a blank: in which code, and who called that. Empty if it is not known. */
    static String inCode(Scene scene) {
        ExplainedFrame top = scene.top();
        if (top == null) {
            return "";
        }
        StringBuilder text = new StringBuilder(" in ").append(Names.place(top));
        ExplainedFrame caller = callerOfServant(scene.stack);
        if (caller != null) {
            text.append(", called by ").append(Names.place(caller));
        }
        return text.append(fromJava(scene)).toString();
    }

    /** Who called the C library, or a function of JNI, which do what they are told; null if nothing shows it. */
    private static @Nullable ExplainedFrame callerOfServant(List<ExplainedFrame> stack) {
        Code top = Code.of(stack.get(0));
        if (top == Code.NATIVE) {
            return null;
        }
        for (ExplainedFrame frame : stack) {
            Code code = Code.of(frame);
            if (code == Code.NATIVE || (code == Code.VM && top == Code.RUNTIME)) {
                return frame;
            }
            if (code != top) {
                return null;
            }
        }
        return null;
    }

    /** Returns which Java code is behind native code; empty if none is, or nothing but Java code is known. */
    static String fromJava(Scene scene) {
        return fromJava(scene, ", called from");
    }

    /** As {@link #fromJava(Scene)}, with other words before it. */
    static String fromJava(Scene scene, String words) {
        boolean isNativeSeen = false;
        for (ExplainedFrame frame : scene.stack) {
            String method = frame.javaMethod();
            if (method != null) {
                return isNativeSeen ? words + " Java `" + method + "`" : "";
            }
            isNativeSeen |= frame.printed() != null;
        }
        return "";
    }

    /** Returns what lies at an address, for the end of a sentence. */
    static String whatIsThere(Location location) {
        String hex = Address.format(location.address());
        Mapping mapping = location.mapping();
        if (mapping == null) {
            Usage usage = location.usage();
            if (Address.isBelow(location.address(), SMALLEST_MAPPED)) {
                return "nothing is mapped that low";
            }
            String reason = location.reasons().isEmpty()
                    ? "nothing is mapped there"
                    : location.reasons().get(0).detail();
            return usage == null ? reason : hex + " lies in the " + describe(usage) + "; " + reason;
        }
        String what =
                mapping.name().isEmpty() ? "anonymous memory" : mapping.name().printable();
        Usage usage = location.usage();
        return hex + " lies in " + what + " (" + mapping.permissions() + ")"
                + (usage == null || mapping.isFileBacked() ? "" : ", the " + describe(usage));
    }

    private static String describe(Usage usage) {
        return usage.detail() == null ? usage.kind() : usage.kind() + " of " + usage.detail();
    }

    /** Returns that the file of a frame was deleted, by which it may have been replaced, too; null if it was not. */
    static @Nullable String deletedFile(ExplainedFrame frame) {
        Location location = frame.location();
        Mapping mapping = location == null ? null : location.mapping();
        return mapping != null && frame.isFileDeleted()
                ? mapping.name().withoutDeletedMark().printable() + " was deleted, or replaced, while it was mapped"
                : null;
    }
}
