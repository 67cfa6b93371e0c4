// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.Settings;
import io.addrscope.model.AddressFormatException;
import io.addrscope.model.AddressParser;
import io.addrscope.model.Location;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.Reason;
import io.addrscope.model.Source;
import io.addrscope.render.Addr2lineText;
import io.addrscope.render.JsonLines;
import io.addrscope.render.LlvmText;
import io.addrscope.render.LocationFormat;
import io.addrscope.render.LocationText;
import io.addrscope.render.OutermostFrames;
import io.addrscope.render.Parted;
import io.addrscope.render.SourcePaths;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * {@code resolve}: says what addresses are.
 *
 * <p>A few addresses are answered from one read of the text, which starts fastest. A stream of them is answered by the
 * kernel's query, each at the time when its line comes.
 */
final class Resolve implements Command {

    private static final CommandSpec SPEC = new CommandSpec(
            "resolve",
            "(-p PID | -e FILE) [ADDRESS...]",
            "say what addresses are",
            """
                    Says of each address which function or variable it is, which source lines and inlined calls,
                    which mapping holds it, which file and where in it, and the address that addr2line and nm
                    know it by; of an unmapped one, what lies around it. With -e addresses are those of an ELF
                    file, as addr2line takes them.
                    Addresses are hexadecimal, with or without 0x. Without any, they are read from standard
                    input, separated by blanks or lines, and answered as they come.""",
            List.of(
                    Target.PID,
                    Target.FILE,
                    Option.flag("--decimal", null, "addresses without 0x are decimal"),
                    Option.flag("--json", null, "print one JSON object a line"),
                    Option.choice(
                            "--style",
                            "native|addr2line|llvm",
                            "print what addrscope, addr2line -Cfipa or llvm-symbolizer would"),
                    Option.flag("--no-inlines", null, "leave out the functions that were inlined"),
                    Option.flag(
                            "--functions-only",
                            null,
                            "names from symbol tables alone: read no debug information, print no lines"),
                    Option.flag("--basenames", null, "print the names of source files without directories"),
                    Option.value(
                            "--source-map",
                            "FROM=TO;...",
                            "print source files that begin with the directory FROM as lying in TO"),
                    Option.flag(
                            "--strict",
                            null,
                            "exit with 1 if an address is not mapped, or something of it could not be found out"),
                    Option.choice(
                            "--source",
                            "auto|ioctl|text",
                            "how to ask the kernel; auto: by text for arguments, by ioctl for standard input"),
                    DebugOptions.DIRECTORIES,
                    DebugOptions.OFFLINE,
                    Terminal.COLOR,
                    Option.HELP));

    /** Addresses that are answered at once: by one read of the text, and one pass over compressed debug information. */
    private static final int MAX_BATCH = 16384;

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public int run(ParsedLine line, Console console) throws IOException {
        if (line.has("--json") && line.has("--style")) {
            throw new UsageException("--json and --style are two ways to print; leave out one of the two");
        }
        String file = Target.file(line);
        Settings settings =
                Settings.DEFAULT.withDebug(DebugOptions.settings(line)).withLines(!line.has("--functions-only"));
        if (file != null) {
            if (line.has("--source")) {
                throw new UsageException("--source says how to ask about a process; with -e there is none");
            }
            LocatedFile target = LocatedFile.open(file, settings, onlyAddress(line));
            return answer(line, console, target, format(line, console, target.path(), target.is64Bit()));
        }
        Source source = source(line.value("--source", "auto"), line.operands().isEmpty());
        try (LocatedProcess target = LocatedProcess.open(Target.pid(line), settings.withSource(source))) {
            return answer(line, console, target, format(line, console, "", true));
        }
    }

    private static int answer(ParsedLine line, Console console, Locating target, LocationFormat format)
            throws IOException {
        try (AnswerPrinter printer = new AnswerPrinter(console, format)) {
            Run run = new Run(line, console, target, printer);
            if (line.operands().isEmpty()) {
                run.answerInput();
            } else {
                run.answerOperands(line.operands());
            }
            return run.status;
        }
    }

    private static LocationFormat format(ParsedLine line, Console console, String file, boolean is64Bit) {
        boolean inlines = !line.has("--no-inlines");
        LocationFormat format = line.has("--json")
                ? whole(new JsonLines(), inlines)
                : switch (line.value("--style", "native")) {
                    case "addr2line" -> new Addr2lineText(is64Bit, inlines);
                    case "llvm" -> new LlvmText(inlines);
                    default ->
                        whole(
                                new Parted(new LocationText(
                                        console.page(line.value(Terminal.COLOR.name(), "auto")), file)),
                                inlines);
                };
        String map = line.value("--source-map");
        boolean basenames = line.has("--basenames");
        if (map == null && !basenames) {
            return format;
        }
        try {
            return new SourcePaths(format, map == null ? List.of() : SourcePaths.parse(map), basenames);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--source-map: " + e.getMessage());
        }
    }

    private static LocationFormat whole(LocationFormat format, boolean inlines) {
        return inlines ? format : new OutermostFrames(format);
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
        private final Locating target;
        private final AnswerPrinter printer;
        private final boolean decimal;
        private final boolean strict;
        private long[] batch = new long[16];
        private int batched;
        int status = Status.ANSWERED;

        Run(ParsedLine line, Console console, Locating target, AnswerPrinter printer) {
            this.console = console;
            this.target = target;
            this.printer = printer;
            this.decimal = line.has("--decimal");
            this.strict = line.has("--strict");
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
                    printer.flush();
                } else if (batched == MAX_BATCH) {
                    answerBatch();
                }
            }
            answerBatch();
        }

        private void add(String token, String where) {
            try {
                long address = parse(token, decimal);
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
            List<Location> locations = target.locateAll(Arrays.copyOf(batch, batched));
            batched = 0;
            if (strict && !locations.stream().allMatch(Resolve::isAnswered)) {
                status = Status.INCOMPLETE;
            }
            printer.print(locations);
        }
    }

    private static long parse(String token, boolean decimal) throws AddressFormatException {
        return decimal ? AddressParser.parseDecimal(token) : AddressParser.parse(token);
    }

    /** Returns the address that a line asks about, if it is one; what is none is complained about later. */
    private static OptionalLong onlyAddress(ParsedLine line) {
        if (line.operands().size() != 1) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(parse(line.operands().get(0), line.has("--decimal")));
        } catch (AddressFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Returns whether nothing is missing: that memory has no file, or a file no ELF headers, is a whole answer. */
    private static boolean isAnswered(Location location) {
        for (Reason reason : location.reasons()) {
            switch (reason.code()) {
                case ANONYMOUS,
                        SPECIAL_MAPPING,
                        NOT_ELF,
                        NOT_REGULAR_FILE,
                        NOT_IN_SEGMENT,
                        NO_SYMBOL,
                        NO_DEBUG_INFO,
                        UNLOADED -> {}
                default -> {
                    return false;
                }
            }
        }
        return location.isMapped() || location.obtainedBy() == ObtainedBy.FILE;
    }
}
