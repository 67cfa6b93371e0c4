// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.AddressSpace;
import io.addrscope.debuginfo.Advice;
import io.addrscope.debuginfo.DebugFiles;
import io.addrscope.debuginfo.DebugSettings;
import io.addrscope.debuginfo.Depth;
import io.addrscope.debuginfo.LibraryReport;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.linux.TargetProcess;
import io.addrscope.model.Source;
import io.addrscope.render.DebuginfoJson;
import io.addrscope.render.DebuginfoText;
import java.util.List;
import java.util.Map;

/** {@code debuginfo}: says what symbols libraries have, where debug information was looked for, and how to get it. */
final class Debuginfo implements Command {

    private static final Option ALL =
            Option.flag("--all", null, "print the details of every library, also of those that lack nothing");

    private static final CommandSpec SPEC = new CommandSpec(
            "debuginfo",
            "-p PID [NAME...] | -e FILE",
            "say which libraries lack debug information, and how to get it",
            """
                    Says of each library of a process, or of one file, how much of it can be named:
                    "lines" (function, file and line), "names" (every function), "exports" (the
                    functions that it exports) or "nothing". Then, of each that could tell more: its
                    build ID, what it has, where debug information was looked for, and the command
                    that gets it. With NAMEs, only of libraries whose paths contain one of them.

                    Servers that DEBUGINFOD_URLS names are asked, too; what they send is kept in the
                    cache that gdb and others share.""",
            List.of(
                    Target.PID,
                    Target.FILE,
                    ALL,
                    DebugOptions.DIRECTORIES,
                    DebugOptions.OFFLINE,
                    Option.flag("--json", null, "print one JSON object a line"),
                    Terminal.COLOR,
                    Option.HELP));

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public int run(ParsedLine line, Console console) {
        String file = Target.file(line);
        if (file != null && !line.operands().isEmpty()) {
            throw new UsageException(
                    "-e FILE is one file, and takes no \"" + line.operands().get(0) + "\" to choose by");
        }
        DebugSettings settings = DebugOptions.settings(line);
        if (!settings.debuginfod().urls().isEmpty() && Terminal.isTerminal(Terminal.OUT)) {
            console.complain("what is not here is asked of the servers of DEBUGINFOD_URLS; --offline asks none");
        }
        List<LibraryReport> reports =
                file == null ? ofProcess(Target.pid(line), settings, line.operands()) : List.of(ofFile(file, settings));
        if (line.has("--json")) {
            for (LibraryReport report : reports) {
                console.buffer().append(DebuginfoJson.line(report)).append('\n');
                console.turnPage();
            }
        } else {
            print(reports, line, console);
        }
        console.flush();
        return Status.ANSWERED;
    }

    private static LibraryReport ofFile(String file, DebugSettings settings) {
        ProcessFiles files = new ProcessFiles(TargetProcess.self(), null);
        try (FileTarget target = FileTarget.open(file)) {
            LibraryReport report = new DebugReports(files, new DebugFiles(files, settings)).of(target);
            return new Adviser(files).advise(List.of(report)).get(0);
        }
    }

    private static List<LibraryReport> ofProcess(long pid, DebugSettings settings, List<String> names) {
        TargetProcess process = TargetProcess.of(pid);
        ProcessFiles files = new ProcessFiles(process, null);
        try (AddressSpace space = AddressSpace.of(pid, Source.TEXT)) {
            List<LibraryReport> reports = new DebugReports(files, new DebugFiles(files, settings)).of(space, names);
            List<LibraryReport> advised = new Adviser(files).advise(reports);
            process.verify();
            return advised;
        }
    }

    private static void print(List<LibraryReport> reports, ParsedLine line, Console console) {
        DebuginfoText text = new DebuginfoText(console.page(line.value(Terminal.COLOR.name(), "auto")));
        boolean all = line.has(ALL.name());
        StringBuilder out = console.buffer();
        if (reports.size() == 1) {
            LibraryReport only = reports.get(0);
            text.append(out, only, all, only.advice());
            return;
        }
        for (LibraryReport report : reports) {
            text.appendLine(out, report);
        }
        for (LibraryReport report : reports) {
            if (all || report.depth() != Depth.LINES) {
                out.append('\n');
                text.append(out, report, all, AdviceList.isShared(report.advice()) ? null : report.advice());
                console.turnPage();
            }
        }
        AdviceList list = new AdviceList();
        for (LibraryReport report : reports) {
            if (report.advice() != null) {
                list.add(report.advice());
            }
        }
        Map<Advice, Integer> commands = list.commands(line.value(Target.PID.name(), ""));
        if (!commands.isEmpty()) {
            out.append('\n');
            text.appendAdvice(out, commands);
        } else if (reports.isEmpty()) {
            console.complain("no library matches");
        }
    }
}
