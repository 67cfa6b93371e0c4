// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.crash.Header;
import io.addrscope.crash.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HotSpot gave up by itself: it found something that cannot be, or was told to end when the Java heap is full. */
final class InternalErrorRule implements Rule {

    /** What {@code -XX:+CrashOnOutOfMemoryError} makes HotSpot print before the reason (debug.cpp). */
    private static final String OUT_OF_MEMORY = "OutOfMemory encountered: ";

    @Override
    public @Nullable Verdict judge(Scene scene) {
        if (scene.problem() != Header.Problem.INTERNAL_ERROR) {
            return null;
        }
        Header header = scene.report.header();
        List<String> evidence = new ArrayList<>();
        for (Text line : header.message()) {
            int found = line.text().indexOf(OUT_OF_MEMORY);
            if (found >= 0) {
                String what = line.printable().substring(found + OUT_OF_MEMORY.length());
                return new Verdict(
                        Verdict.Kind.JAVA_OUT_OF_MEMORY,
                        "Java ran out of memory (" + what + "), and -XX:+CrashOnOutOfMemoryError ended the JVM"
                                + Sentence.fromJava(scene, ", in"),
                        List.of("the report says: " + line.printable()));
            }
            evidence.add("the report says: " + line.printable());
        }
        String source = header.source() == null ? "" : " at " + header.source().printable();
        String message =
                header.message().isEmpty() ? "" : ": " + header.message().get(0).printable();
        return new Verdict(
                Verdict.Kind.INTERNAL_ERROR,
                "the JVM stopped itself" + source + message + Sentence.fromJava(scene),
                evidence);
    }
}
