// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.AddressSpace;
import io.addrscope.model.AddressFormatException;
import io.addrscope.model.AddressParser;
import io.addrscope.model.Location;
import io.addrscope.model.Reason;
import io.addrscope.model.Source;
import io.addrscope.render.Json;
import io.addrscope.render.LocationText;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code resolve}: says what addresses are.
 *
 * <p>A few addresses are answered from one read of the text, which starts fastest. A stream of them is answered by the
 * kernel's query, each at the time when its line comes.
 */
final class Resolve implements Command {

    private static final CommandSpec SPEC = new CommandSpec(
            "resolve",
            "-p PID [ADDRESS...]",
            "say what addresses are",
            """
                    Says of each address which mapping holds it, which file and where in it, and the address that
                    addr2line and nm know it by; of an unmapped one, what lies around it. Addresses are
                    hexadecimal, with or without 0x. Without any, they are read from standard input, separated
                    by blanks or lines, and answered as they come.""",
            List.of(
                    Target.PID,
                    Option.flag("--decimal", null, "addresses without 0x are decimal"),
                    Option.flag("--json", null, "print one JSON object a line"),
                    Option.flag(
                            "--strict",
                            null,
                            "exit with 1 if an address is not mapped, or something of it could not be found out"),
                    Option.choice(
                            "--source",
                            "auto|ioctl|text",
                            "how to ask the kernel; auto: by text for arguments, by ioctl for standard input"),
                    Terminal.COLOR,
                    Option.HELP));

    /** Addresses that are answered at once; by the text, that is one read of it. */
    private static final int MAX_BATCH = 4096;

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public int run(ParsedLine line, Console console) throws IOException {
        List<String> operands = line.operands();
        Source source = source(line.value("--source", "auto"), operands.isEmpty());
        long pid = Target.pid(line);
        try (AddressSpace space = AddressSpace.of(pid, source)) {
            Run run = new Run(line, console, space);
            if (operands.isEmpty()) {
                run.answerInput();
            } else {
                run.answerOperands(operands);
            }
            console.flush();
            return run.status;
        }
    }

    private static Source source(String choice, boolean fromInput) {
        return switch (choice) {
            case "ioctl" -> Source.IOCTL;
            case "text" -> Source.TEXT;
            default -> fromInput ? Source.AUTO : Source.TEXT;
        };
    }

    /** One run of the command. */
    private static final class Run {

        private final Console console;
        private final AddressSpace space;
        private final boolean decimal;
        private final boolean strict;
        private final @Nullable LocationText text;
        private long[] batch = new long[16];
        private int batched;
        private boolean answered;
        int status = Status.ANSWERED;

        Run(ParsedLine line, Console console, AddressSpace space) {
            this.console = console;
            this.space = space;
            this.decimal = line.has("--decimal");
            this.strict = line.has("--strict");
            this.text = line.has("--json")
                    ? null
                    : new LocationText(console.page(line.value(Terminal.COLOR.name(), "auto")));
        }

        void answerOperands(List<String> operands) {
            for (int i = 0; i < operands.size(); i++) {
                add(operands.get(i), "");
            }
            answerBatch();
        }

        void answerInput() throws IOException {
            if (Terminal.isTerminal(Terminal.IN)) {
                console.complain("reading addresses from standard input");
            }
            TokenReader reader = new TokenReader(console.in);
            while (reader.next()) {
                if (reader.isTooLong()) {
                    console.complain("line " + reader.line() + ": a word of more than " + TokenReader.MAX_BYTES
                            + " characters is no address");
                    status = Status.INCOMPLETE;
                } else {
                    add(reader.token(), "line " + reader.line() + ": ");
                }
                if (reader.wouldWait()) {
                    answerBatch();
                    console.flush();
                } else if (batched == MAX_BATCH) {
                    answerBatch();
                }
            }
            answerBatch();
        }

        private void add(String token, String where) {
            try {
                long address = decimal ? AddressParser.parseDecimal(token) : AddressParser.parse(token);
                if (batched == batch.length) {
                    batch = Arrays.copyOf(batch, batched * 2);
                }
                batch[batched++] = address;
            } catch (AddressFormatException e) {
                console.complain(where + e.getMessage());
                status = Status.INCOMPLETE;
            }
        }

        private void answerBatch() {
            if (batched == 0) {
                return;
            }
            List<Location> locations = space.locateAll(Arrays.copyOf(batch, batched));
            batched = 0;
            for (int i = 0; i < locations.size(); i++) {
                print(locations.get(i));
                console.turnPage();
            }
        }

        private void print(Location location) {
            if (strict && !isAnswered(location)) {
                status = Status.INCOMPLETE;
            }
            StringBuilder out = console.buffer();
            if (text == null) {
                out.append(Json.line(location)).append('\n');
                return;
            }
            if (answered) {
                out.append('\n');
            }
            answered = true;
            text.append(out, location);
        }
    }

    /** Returns whether nothing is missing: that memory has no file, or a file no ELF headers, is a whole answer. */
    private static boolean isAnswered(Location location) {
        for (Reason reason : location.reasons()) {
            switch (reason.code()) {
                case ANONYMOUS, SPECIAL_MAPPING, NOT_ELF, NOT_REGULAR_FILE, NOT_IN_SEGMENT, UNLOADED -> {}
                default -> {
                    return false;
                }
            }
        }
        return location.isMapped();
    }
}
