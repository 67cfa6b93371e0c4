// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.demangle.Demangler;
import io.addrscope.demangle.Style;
import java.io.IOException;
import java.util.List;

/** {@code demangle}: turns mangled names into readable ones; those on its line, else those in what it reads. */
final class Demangle implements Command {

    private static final Option STYLE = Option.choice(
            "--style",
            "full|no-parameters|no-template-arguments",
            "how much of a name to print; no-template-arguments also leaves out parameters");

    private static final Option HASH = Option.flag("--hash", null, "print the hashes of Rust names, too");

    private static final CommandSpec SPEC = new CommandSpec(
            "demangle",
            "[NAME...]",
            "make mangled names of C++ and Rust readable",
            """
                    Prints each name as a programmer would write it, one a line. Without any,
                    copies standard input to standard output as it comes, and replaces the mangled
                    names in it. What is not mangled, or cannot be demangled, stays as it is.""",
            List.of(STYLE, HASH, Option.HELP));

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public int run(ParsedLine line, Console console) throws IOException {
        Demangler demangler = Demangler.of(style(line.value(STYLE.name(), "full")));
        if (line.has(HASH.name())) {
            demangler = demangler.withHashes();
        }
        List<String> names = line.operands();
        if (names.isEmpty()) {
            if (Terminal.isTerminal(Terminal.IN)) {
                console.complain("reading names from standard input");
            }
            new NameFilter(demangler, console).run();
        }
        for (int i = 0; i < names.size(); i++) {
            console.buffer().append(demangler.demangle(names.get(i))).append('\n');
            console.turnPage();
        }
        return Status.ANSWERED;
    }

    private static Style style(String choice) {
        return switch (choice) {
            case "no-parameters" -> Style.WITHOUT_PARAMETERS;
            case "no-template-arguments" -> Style.WITHOUT_TEMPLATE_ARGUMENTS;
            default -> Style.FULL;
        };
    }
}
