// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.crash.CrashMain;
import io.addrscope.testing.ChildJvm;
import io.addrscope.testing.Jdk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real reports, damaged in every way: each is explained somehow, and in characters that can be shown. */
class ExplainedDamageTest {

    private static final int TIMEOUT_SECONDS = 120;
    private static final long SEED = 20261129;
    private static final int CHANGES = Boolean.getBoolean("addrscope.long") ? 20_000 : 60;

    /** What stands before the lists of threads, mappings and events, about: every byte of it may be the last. */
    private static final int HEAD = 20 * 1024;

    private static final int HEAD_STEP = Boolean.getBoolean("addrscope.long") ? 1 : 197;

    /** What steers a terminal, what numbers may be mistaken for, and what lines and fields end with. */
    private static final List<String> INTRUDERS = List.of(
            "\033[31m",
            "\n",
            "\r",
            "\t",
            "\ufeff",
            "\u202e",
            "\u0085",
            "\u2028",
            "\u009b1m",
            "\0",
            "ffffffffffffffff",
            "0x",
            "99999999999999999999",
            "[",
            "%s");

    @TempDir
    private Path directory;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    private byte[] crash(Jdk jdk) throws IOException, InterruptedException {
        Path file = directory.resolve("report.log");
        Process child = ChildJvm.of(jdk)
                .withoutJna()
                .options("-XX:ErrorFile=" + file, "-XX:-CreateCoredumpOnCrash")
                .start(CrashMain.class, "unsafe");
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(file).as(output).isRegularFile();
        return Files.readAllBytes(file);
    }

    private void explain(byte[] bytes, String what) throws IOException {
        try {
            ExplanationChecks.check(bytes, directory.resolve("damaged.log"));
        } catch (RuntimeException | Error e) {
            Path kept = Files.write(Files.createTempFile("damaged", ".log"), bytes);
            throw new AssertionError(what + ", kept as " + kept, e);
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void whatIsCutOffIsExplained(Jdk jdk) throws Exception {
        byte[] whole = crash(jdk);
        for (int length = 0; length < HEAD; length += HEAD_STEP) {
            explain(Arrays.copyOf(whole, length), "the first " + length + " bytes");
        }
        Random random = new Random(SEED);
        for (int i = 0; i < CHANGES; i++) {
            int from = random.nextInt(whole.length);
            int to = from + random.nextInt(whole.length - from) + 1;
            explain(Arrays.copyOfRange(whole, from, to), "bytes " + from + " to " + to);
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void whatIsOverwrittenIsExplained(Jdk jdk) throws Exception {
        byte[] whole = crash(jdk);
        Random random = new Random(SEED);
        for (int i = 0; i < CHANGES; i++) {
            byte[] changed = whole.clone();
            for (int k = random.nextInt(20); k >= 0; k--) {
                byte[] intruder = i % 2 == 0
                        ? new byte[] {(byte) random.nextInt(256)}
                        : INTRUDERS.get(random.nextInt(INTRUDERS.size())).getBytes(StandardCharsets.UTF_8);
                int at = random.nextInt(HEAD);
                System.arraycopy(intruder, 0, changed, at, intruder.length);
            }
            explain(changed, "change " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void linesInAnotherOrderAreExplained(Jdk jdk) throws Exception {
        List<String> whole =
                new String(crash(jdk), StandardCharsets.ISO_8859_1).lines().toList();
        Random random = new Random(SEED);
        for (int i = 0; i < CHANGES; i++) {
            String[] lines = whole.toArray(String[]::new);
            for (int k = random.nextInt(30); k >= 0; k--) {
                lines[random.nextInt(lines.length)] = whole.get(random.nextInt(lines.length));
            }
            explain(String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1), "shuffle " + i);
        }
    }

    /** Names that a program chooses, in every place where they are printed. */
    @ParameterizedTest
    @MethodSource("jdks")
    void namesSteerNothing(Jdk jdk) throws Exception {
        String whole = new String(crash(jdk), StandardCharsets.UTF_8);
        for (String intruder : INTRUDERS) {
            for (String name :
                    List.of("\"main\"", "sun.misc.Unsafe", "getByte", "libjvm.so", "Unsafe_Get", "SEGV", "SIG")) {
                String half = name.substring(0, name.length() / 2);
                String changed = whole.replace(name, half + intruder + name.substring(half.length()));
                explain(changed.getBytes(StandardCharsets.UTF_8), name + " with " + intruder.codePointAt(0));
            }
        }
    }
}
