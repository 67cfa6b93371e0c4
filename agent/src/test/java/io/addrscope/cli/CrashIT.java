// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import io.addrscope.crashlab.CommandOutput;
import io.addrscope.crashlab.Crash;
import io.addrscope.crashlab.CrashKind;
import io.addrscope.crashlab.CrashScene;
import io.addrscope.crashlab.Truth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Has JVMs crash in every way, and explains each crash twice: in the window between report and end by the process, and afterwards by
 * the report. The verdict must be that of the way to die; no name may differ from those that gdb, in the same window, and
 * llvm-symbolizer, of the library as it was linked, have.
 *
 * <p>Some kinds in every build, all of them with {@code -Daddrscope.long=true}.
 */
class CrashIT {

    private static final String EXPLAIN = "explain";

    /** One of each verdict, of each sort of place, and of what may become of a library. */
    private static final Set<CrashKind> SAMPLE = EnumSet.of(
            CrashKind.NULL_WITHOUT_FRAME_POINTERS,
            CrashKind.NULL_WITH_BUILD_ID,
            CrashKind.NULL_IN_CPP,
            CrashKind.NULL_IN_RUST_V0,
            CrashKind.LIBRARY_DELETED,
            CrashKind.LIBRARY_REPLACED,
            CrashKind.LIBRARY_UNLOADED,
            CrashKind.MAPPED_FILE_TRUNCATED,
            CrashKind.NOT_CANONICAL_ADDRESS,
            CrashKind.WRITE_TO_CONSTANT,
            CrashKind.CALL_TO_NULL,
            CrashKind.IN_MEMCPY,
            CrashKind.UNSAFE,
            CrashKind.DIVISION_BY_ZERO,
            CrashKind.ILLEGAL_INSTRUCTION,
            CrashKind.SENT_BY_KILL,
            CrashKind.STACK_OVERFLOW_REPORTED,
            CrashKind.IN_NATIVE_THREAD,
            CrashKind.CRASH_ON_OUT_OF_MEMORY,
            CrashKind.ERROR_FILE_ODD);

    /** Those that are not of a null pointer. */
    private static final Map<CrashKind, String> VERDICTS = verdicts();

    @TempDir
    private Path directory;

    private static Map<CrashKind, String> verdicts() {
        Map<CrashKind, String> verdicts = new EnumMap<>(CrashKind.class);
        verdicts.put(CrashKind.LIBRARY_TRUNCATED, "TRUNCATED_FILE");
        verdicts.put(CrashKind.LIBRARY_TRUNCATED_BEFORE_LOOKUP, "TRUNCATED_FILE");
        verdicts.put(CrashKind.LIBRARY_UNLOADED, "BAD_CALL");
        verdicts.put(CrashKind.MAPPED_FILE_TRUNCATED, "TRUNCATED_FILE");
        verdicts.put(CrashKind.UNMAPPED_ADDRESS, "BAD_POINTER");
        verdicts.put(CrashKind.NOT_CANONICAL_ADDRESS, "NON_CANONICAL_POINTER");
        verdicts.put(CrashKind.UNSAFE_COMPILED, "BAD_POINTER");
        verdicts.put(CrashKind.WRITE_TO_CONSTANT, "PROTECTED_MEMORY");
        verdicts.put(CrashKind.CALL_TO_NULL, "NULL_CALL");
        verdicts.put(CrashKind.CALL_TO_UNMAPPED, "BAD_CALL");
        verdicts.put(CrashKind.CALL_TO_DATA, "BAD_CALL");
        verdicts.put(CrashKind.RETURN_TO_UNMAPPED, "BAD_CALL");
        verdicts.put(CrashKind.DIVISION_BY_ZERO, "DIVISION");
        verdicts.put(CrashKind.ILLEGAL_INSTRUCTION, "ILLEGAL_INSTRUCTION");
        verdicts.put(CrashKind.SENT_BY_KILL, "SENT_SIGNAL");
        verdicts.put(CrashKind.STACK_OVERFLOW_REPORTED, "STACK_OVERFLOW");
        verdicts.put(CrashKind.CRASH_ON_OUT_OF_MEMORY, "JAVA_OUT_OF_MEMORY");
        verdicts.put(CrashKind.NATIVE_OUT_OF_MEMORY, "NATIVE_OUT_OF_MEMORY");
        return verdicts;
    }

    static Stream<Arguments> kinds() {
        Collection<CrashKind> kinds = Boolean.getBoolean("addrscope.long") ? Arrays.asList(CrashKind.values()) : SAMPLE;
        return Jdk.all().stream()
                .flatMap(jdk -> kinds.stream().filter(CrashKind::isReported).map(kind -> Arguments.of(kind, jdk)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("kinds")
    void crashIsExplained(CrashKind kind, Jdk jdk) throws IOException {
        CrashScene scene = Crash.of(kind, jdk)
                .command(EXPLAIN, explain(jdk, "-p", "%p", "--json", "--debug-dirs", "%d"))
                .in(directory);
        CommandOutput inWindow = scene.outputs().get(EXPLAIN);
        // The limit of memory holds for the command, too.
        if (inWindow != null && scene.reportFile() != null && kind != CrashKind.NATIVE_OUT_OF_MEMORY) {
            assertThat(inWindow.status()).as("%s", inWindow).isZero();
            assertThat(inWindow.stderr()).isEmpty();
            check(kind, scene, JsonParser.parseString(inWindow.stdout()).getAsJsonObject(), "by the process");
        }
        if (scene.reportFile() != null) {
            Path debug = scene.library() == null ? null : scene.library().debugDirectory();
            ChildJvm.Result later = ChildJvm.on(jdk)
                    .mainJar(
                            ChildJvm.jar(),
                            "crash",
                            scene.reportFile().toString(),
                            "--json",
                            "--debug-dirs",
                            String.valueOf(debug == null ? scene.directory() : debug))
                    .run();
            assertThat(later.status()).as("%s", later).isZero();
            check(kind, scene, JsonParser.parseString(later.stdout()).getAsJsonObject(), "by the report");
        }
    }

    private static List<String> explain(Jdk jdk, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                jdk.home().resolve("bin/java").toString(),
                "-jar",
                ChildJvm.jar().toString(),
                "crash"));
        command.addAll(List.of(arguments));
        return command;
    }

    private static void check(CrashKind kind, CrashScene scene, JsonObject explanation, String how) {
        JsonObject verdict = explanation.getAsJsonObject("verdict");
        String said = kind + " " + how + ": " + verdict;
        System.out.println(kind + " " + how + ": " + verdict.get("sentence").getAsString());
        // The collector stumbles over a ruined heap wherever it happens to look.
        if (kind != CrashKind.HEAP_RUINED
                && kind != CrashKind.RETURN_TO_NOT_CANONICAL
                && kind != CrashKind.FRAME_POINTER_RUINED) {
            assertThat(verdict.get("kind").getAsString())
                    .as(said)
                    .isEqualTo(VERDICTS.getOrDefault(kind, "NULL_POINTER"));
        }
        assertThat(said + explanation.get("signature")).doesNotContain("wrong_name");
        int named = 0;
        for (Truth.Answer answer : scene.truth().answers()) {
            for (JsonElement element : explanation.getAsJsonArray("stack")) {
                JsonObject location = object(element.getAsJsonObject(), "location");
                if (location != null
                        && location.get("address")
                                .getAsString()
                                .equals("0x" + Long.toHexString(answer.about().lookup()))) {
                    named += agrees(answer, location, said) ? 1 : 0;
                }
            }
        }
        if (scene.library() != null && !isInNoFile(kind) && how.equals("by the process")) {
            assertThat(named).as("frames with the right names: %s", explanation).isPositive();
        }
    }

    /** What leads nowhere, and of a library that is gone. */
    private static boolean isInNoFile(CrashKind kind) {
        return kind == CrashKind.RETURN_TO_UNMAPPED
                || kind == CrashKind.LIBRARY_TRUNCATED
                || kind == CrashKind.LIBRARY_TRUNCATED_BEFORE_LOOKUP;
    }

    /** Returns whether there is a name, which is right; a wrong one fails. */
    private static boolean agrees(Truth.Answer answer, JsonObject location, String said) {
        String about = said + "\n" + answer + "\n" + location;
        List<String> functions = functions(location.getAsJsonArray("frames"));
        JsonObject symbol = object(location, "symbol");
        if (!answer.linked().isEmpty()) {
            if (!functions.isEmpty()) {
                assertThat(functions)
                        .as(about)
                        .containsExactlyElementsOf(answer.linked().stream()
                                .map(frame -> simple(frame.function()))
                                .toList());
                assertThat(lines(location.getAsJsonArray("frames")))
                        .as(about)
                        .containsExactlyElementsOf(
                                answer.linked().stream().map(Truth.Frame::line).toList());
            } else if (symbol != null) {
                int outermost = answer.linked().size() - 1;
                assertThat(simple(symbol.get("name").getAsString()))
                        .as(about)
                        .isEqualTo(simple(answer.linked().get(outermost).function()));
            }
            return !functions.isEmpty() || symbol != null;
        }
        if (symbol == null || answer.symbol() == null) {
            return false;
        }
        // Several names of one function are all right.
        boolean isSameStart = Long.decode(symbol.get("offset").getAsString()) == answer.offset();
        assertThat(isSameStart || symbol.get("raw").getAsString().equals(answer.symbol()))
                .as(about)
                .isTrue();
        return true;
    }

    private static List<String> functions(JsonArray frames) {
        List<String> names = new ArrayList<>();
        for (JsonElement frame : frames) {
            JsonElement function = frame.getAsJsonObject().get("function");
            names.add(function.isJsonNull() ? "??" : simple(function.getAsString()));
        }
        return names;
    }

    private static List<Integer> lines(JsonArray frames) {
        List<Integer> lines = new ArrayList<>();
        for (JsonElement frame : frames) {
            JsonElement line = frame.getAsJsonObject().get("line");
            lines.add(line.isJsonNull() ? 0 : line.getAsInt());
        }
        return lines;
    }

    /**
     * The last part of a name: debug information and symbol tables, demanglers of different age, spell namespaces, parameters, hashes and
     * the marks of copies differently.
     */
    private static String simple(String name) {
        String plain = name.replace("operator()", "operator[]")
                .replace("::<", "<")
                // A demangler for C++ leaves the braces of Rust's older mangling as they are.
                .replaceAll("_?\\$u7b\\$", "{")
                .replace("$u7d$", "}")
                .replaceAll("\\[clone [^]]*]", "");
        String before;
        do {
            before = plain;
            plain = plain.replaceAll("\\([^()]*\\)|<[^<>]*>|\\{[^{}]*}", "");
        } while (!plain.equals(before));
        plain = plain.replaceAll("\\.(constprop|isra|part|cold|lto_priv).*|::h[0-9a-f]{16}$| const", "")
                .strip();
        int scope = plain.lastIndexOf("::");
        return scope < 0 ? plain : plain.substring(scope + 2);
    }

    private static @Nullable JsonObject object(JsonObject parent, String name) {
        JsonElement value = Objects.requireNonNull(parent.get(name), name);
        return value.isJsonNull() ? null : value.getAsJsonObject();
    }
}
