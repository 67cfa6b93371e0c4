// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written into the JDK's classes, as {@code javap} of this JDK sees it. */
class HookTransformerTest {

    private static final String CALL = "invokestatic java/lang/AddrScope.moved:()V";

    /** Where something could be allocated, locked, changed or called. */
    private static final List<String> EFFECTS =
            List.of("new", "anewarray", "multianewarray", "monitor", "invoke", "put", "aastore");

    @TempDir
    private Path directory;

    static Stream<Hook> hooks() {
        return Stream.of(Hook.values())
                .filter(hook -> hook.isOf(Runtime.version().feature()));
    }

    @ParameterizedTest
    @MethodSource("hooks")
    void oneStaticCallIsAllThatIsAdded(Hook hook) throws Exception {
        Class<?> type = Class.forName(hook.className, false, null);
        byte[] original = original(type);
        HookStates states = new HookStates(new Epoch(AddrScope.class));
        HookTransformer transformer = new HookTransformer(Map.of(type, List.of(hook)), states, (lost, cause) -> {
            throw new AssertionError(lost.toString(), cause);
        });
        byte[] changed = transformer.transform(null, type.getName().replace('.', '/'), type, null, original);
        assertThat(states.isWritten(hook)).isTrue();

        Map<String, List<String>> before = methods(original);
        Map<String, List<String>> after = methods(Objects.requireNonNull(changed));
        assertThat(after.keySet()).isEqualTo(before.keySet());
        List<String> different = before.keySet().stream()
                .filter(method -> !Objects.equals(after.get(method), before.get(method)))
                .toList();
        assertThat(different).hasSize(1);
        List<String> added = effects(after.getOrDefault(different.get(0), List.of()));
        effects(before.getOrDefault(different.get(0), List.of())).forEach(added::remove);
        assertThat(added).containsOnly(CALL);
    }

    private static byte[] original(Class<?> type) throws IOException {
        try (InputStream in =
                Object.class.getModule().getResourceAsStream(type.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    /** Instructions by the heads of methods. */
    private Map<String, List<String>> methods(byte[] classFile) throws IOException {
        Path file = Files.write(directory.resolve("A.class"), classFile);
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        assertThat(ToolProvider.findFirst("javap").orElseThrow().run(writer, writer, "-p", "-c", file.toString()))
                .as(out.toString())
                .isZero();
        Map<String, List<String>> methods = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            if (line.matches("  \\S.*;")) {
                current = methods.computeIfAbsent(line, key -> new ArrayList<>());
            } else if (line.matches(" +\\d+: .*")) {
                current.add(instruction(line));
            }
        }
        return methods;
    }

    /** Without its place in the method, and with names instead of numbers of constants. */
    private static String instruction(String line) {
        String text = line.replaceFirst("^ +\\d+: ", "");
        String name = text.replaceFirst(" .*", "");
        return text.contains(" // ")
                ? name + text.replaceFirst(".* // (Interface)?(Method|Field|class|[A-Za-z]+)", "")
                : name;
    }

    private static List<String> effects(List<String> instructions) {
        List<String> found = new ArrayList<>(instructions);
        found.removeIf(instruction -> EFFECTS.stream().noneMatch(instruction::startsWith));
        return found;
    }
}
