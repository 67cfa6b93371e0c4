// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crashlab;

import io.addrscope.agent.testing.Jdk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Copies of what crashes left, for people to look at: with {@code -Daddrscope.crashlab=FOLDER} the reports go there, and beside
 * each what others said about it.
 */
public final class Keepsake {

    private Keepsake() {}

    public static void of(CrashKind kind, Jdk jdk, CrashScene scene) throws IOException {
        String folder = System.getProperty("addrscope.crashlab");
        if (folder == null) {
            return;
        }
        Path directory = Files.createDirectories(Path.of(folder));
        String name = jdk.feature() + "-" + kind.name();
        if (!scene.report().isEmpty()) {
            Files.writeString(directory.resolve(name + ".log"), scene.report(), StandardCharsets.ISO_8859_1);
        }
        Files.writeString(directory.resolve(name + ".truth"), text(scene));
    }

    private static String text(CrashScene scene) {
        StringBuilder text = new StringBuilder("status " + scene.result().status() + "\n");
        for (Truth.Answer answer : scene.truth().answers()) {
            text.append(answer.about().line()).append('\n');
            text.append("    at 0x")
                    .append(Long.toHexString(answer.about().lookup()))
                    .append('\n');
            text.append("    gdb: ").append(answer.symbol()).append(" + ").append(answer.offset());
            text.append(", functions ").append(answer.functions());
            text.append(", line ")
                    .append(answer.file())
                    .append(':')
                    .append(answer.line())
                    .append('\n');
            answer.linked()
                    .forEach(frame -> text.append("    linked: ").append(frame).append('\n'));
        }
        text.append("stack by gdb\n");
        scene.truth().stack().forEach(frame -> text.append("    ").append(frame).append('\n'));
        return text.append("standard output\n").append(scene.result().stdout()).toString();
    }
}
