// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What {@code llvm-symbolizer} takes from the symbol table of a file. */
final class LlvmSymbolizer {

    /**
     * A symbol.
     *
     * @param name its name; {@code ??} if there is none
     * @param start ELF address of its first byte
     * @param size its size; 0 if the table does not tell
     */
    record Answer(String name, long start, long size) {

        boolean isNone() {
            return name.equals("??");
        }
    }

    private LlvmSymbolizer() {}

    /** Asks about addresses; the answers are in their order. */
    static List<Answer> ask(Path file, long[] addresses) {
        List<Answer> answers = parse(output(file, "DATA", addresses));
        if (answers.size() != addresses.length) {
            throw new AssertionError(answers.size() + " answers to " + addresses.length + " questions");
        }
        return answers;
    }

    /**
     * Asks for the source files of addresses, of a file without debug information.
     *
     * @return for each address the name of the symbol there and, on a line of its own, that of the source file; {@code ??} for what it
     *     does not know
     */
    static List<String> sourceFiles(Path file, long[] addresses) {
        List<String> answers = new ArrayList<>();
        for (String answer : output(file, "CODE", addresses).strip().split("\n\n", -1)) {
            answers.add(withoutVersion(answer.substring(0, answer.indexOf('\n')))
                    + answer.substring(answer.indexOf('\n')).replaceFirst(":0:0$", ""));
        }
        return answers;
    }

    private static String output(Path file, String what, long[] addresses) {
        Toolchain.require("llvm-symbolizer");
        try {
            Path questions = Files.createTempFile(SymbolFixtures.path(""), "questions", ".txt");
            StringBuilder text = new StringBuilder();
            for (long address : addresses) {
                text.append(what)
                        .append(" 0x")
                        .append(Long.toHexString(address))
                        .append('\n');
            }
            Files.writeString(questions, text);
            Process process = new ProcessBuilder("llvm-symbolizer", "--no-demangle", "--obj=" + file)
                    .redirectInput(questions.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Files.delete(questions);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Linkers may write the version behind the name in {@code .symtab}; it is no part of the name. */
    private static String withoutVersion(String name) {
        int mark = name.indexOf('@', 1);
        return mark < 0 ? name : name.substring(0, mark);
    }

    /** An answer is a line with the name, one with start and size, perhaps others, and an empty one. */
    private static List<Answer> parse(String output) {
        List<Answer> answers = new ArrayList<>();
        String[] lines = output.split("\n", -1);
        for (int at = 0; at + 1 < lines.length; ) {
            String[] numbers = lines[at + 1].split(" ", -1);
            answers.add(new Answer(
                    withoutVersion(lines[at]), Long.parseUnsignedLong(numbers[0]), Long.parseUnsignedLong(numbers[1])));
            // A name may be empty, too.
            at += 2 + Arrays.asList(lines).subList(at + 2, lines.length).indexOf("") + 1;
        }
        return answers;
    }
}
