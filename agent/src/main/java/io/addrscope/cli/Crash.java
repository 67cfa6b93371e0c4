// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.AddressSpace;
import io.addrscope.CrashReport;
import io.addrscope.Settings;
import io.addrscope.crash.HsErrReport;
import io.addrscope.crash.SectionKind;
import io.addrscope.crash.explain.Explanation;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.model.ProcessException;
import io.addrscope.model.Source;
import io.addrscope.render.CrashJson;
import io.addrscope.render.CrashText;
import io.addrscope.render.Page;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code crash}: explains a crash.
 *
 * <p>With a file alone, by the file and what lies on this machine. With a process, which is one that has written its report and waits
 * for {@code -XX:OnError} to end, by that process; the explanation goes into files beside the report.
 */
final class Crash implements Command {

    private static final Option DIRECTORY = Option.value(
            "--dir", "DIR", "write FILE.addrscope.txt and .json into DIR; -: print the verdict on standard error");

    private static final Option TIME_LIMIT = Option.value(
            "--time-limit", "SECONDS", "end after so long, whatever was done; with -p 18 unless told otherwise");

    private static final CommandSpec SPEC = new CommandSpec(
            "crash",
            "[FILE] [-p PID]",
            "explain a crash by its report",
            """
                    Says what happened in a crash, and what the addresses in its report (hs_err_pid*.log) are:
                    functions, lines and inlined calls of the frames, registers and words of the stack. FILE
                    may be cut or edited.
                    A library on this machine is used if it is the one that was mapped. If nothing proves that
                    it is, and nothing contradicts, what it says is marked "unproven".
                    With -p, the process PID itself is asked, which must still be there: this is what
                    -XX:OnError="java -jar addrscope.jar crash -p %p" is for. Without FILE, the report of that
                    process is looked for. The explanation is written beside the report.""",
            List.of(
                    Option.value("-p", "PID", "the process that crashed, and waits for its OnError commands"),
                    DIRECTORY,
                    Option.flag("--json", null, "print one JSON document"),
                    TIME_LIMIT,
                    DebugOptions.DIRECTORIES,
                    DebugOptions.OFFLINE,
                    Terminal.COLOR,
                    Option.HELP));

    private static final String STANDARD_ERROR = "-";

    /** Columns of text in files, and where nobody says how wide the terminal is. */
    private static final int COLUMNS = 100;

    /** Less than the command of {@code -XX:OnError} may take before it is killed without a word. */
    private static final int WINDOW_SECONDS = 18;

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public int run(ParsedLine line, Console console) {
        if (line.operands().size() > 1) {
            throw new UsageException(
                    "crash takes one report; \"" + line.operands().get(1) + "\" is another");
        }
        boolean ofProcess = line.has(Target.PID.name());
        if (line.operands().isEmpty() && !ofProcess) {
            throw new UsageException("which report? Say FILE, or -p PID of a process that is about to end by a crash");
        }
        String typed = line.operands().isEmpty() ? null : line.operands().get(0);
        int seconds = seconds(line.value(TIME_LIMIT.name()), ofProcess ? WINDOW_SECONDS : 0);
        if (seconds > 0) {
            Watchdog.start(seconds);
        }
        return ofProcess ? ofProcess(line, typed, console) : ofFile(line, String.valueOf(typed), console);
    }

    private static int seconds(@Nullable String text, int otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            int seconds = Integer.parseInt(text);
            if (seconds > 0) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException(TIME_LIMIT.name() + " takes a number of seconds, not \"" + text + "\"");
    }

    private static int ofFile(ParsedLine line, String typed, Console console) {
        CrashReport report = read(path(typed));
        OwnerPackage owner = OwnerPackage.ask(report.report());
        Explanation explanation = owner.addTo(report.explain(Settings.DEFAULT.withDebug(DebugOptions.settings(line))));
        String directory = line.value(DIRECTORY.name());
        return directory == null
                ? print(explanation, report, line, console)
                : write(explanation, report, directory, console);
    }

    /** Downloads nothing: the process waits for us to end. */
    private static int ofProcess(ParsedLine line, @Nullable String typed, Console console) {
        long pid = Target.pid(line);
        MemoryLeft memory = MemoryLeft.ofThisProcess();
        if (memory.isTooLittle()) {
            throw new UnreadableException("not started: " + memory);
        }
        CrashReport report = typed == null ? new ReportFinder(pid).find() : read(path(typed));
        Settings settings = Settings.DEFAULT.withSource(source(pid)).withDebug(DebugOptions.local(line));
        Explanation explanation = memory.isLittle()
                ? report.explain(settings.withLines(false))
                : ofLiving(pid, report, settings, console);
        String directory = line.value(DIRECTORY.name());
        if (line.has("--json") && directory == null) {
            return print(explanation, report, line, console);
        }
        return write(explanation, report, directory, console);
    }

    /**
     * Where memory can be read, it proves what the libraries are, as the kernel's query does, and the text of the mappings is
     * all that is needed besides. The query needs fewer rights, but first a native library, which takes as long as the rest.
     */
    private static Source source(long pid) {
        try {
            new FileInputStream("/proc/" + pid + "/mem").close();
            return Source.TEXT;
        } catch (IOException e) {
            return Source.AUTO;
        }
    }

    /** By the process, and if it is gone already, by its report. */
    private static Explanation ofLiving(long pid, CrashReport report, Settings settings, Console console) {
        OwnerPackage owner = OwnerPackage.ask(report.report());
        try (AddressSpace space = AddressSpace.of(pid, settings)) {
            return owner.addTo(report.explain(space));
        } catch (ProcessException e) {
            console.complain(e.getMessage() + "; explained by the report alone");
            return owner.addTo(report.explain(settings));
        }
    }

    private static CrashReport read(Path file) {
        try {
            CrashReport report = CrashReport.of(file);
            if (isNone(report.report())) {
                throw new UnreadableException(report.path() + " holds no crash report of HotSpot");
            }
            return report;
        } catch (IOException e) {
            throw new UnreadableException(String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean isNone(HsErrReport report) {
        return report.structure().sections().stream().allMatch(section -> section.kind() == SectionKind.BEFORE);
    }

    private static Path path(String typed) {
        try {
            return Path.of(typed);
        } catch (InvalidPathException e) {
            throw new UnreadableException("not a path: \"" + typed + "\": " + e.getReason(), e);
        }
    }

    private static int print(Explanation explanation, CrashReport report, ParsedLine line, Console console) {
        if (line.has("--json")) {
            console.buffer().append(CrashJson.line(explanation, report.path())).append('\n');
        } else {
            Page page =
                    new Page(Terminal.columns(COLUMNS), Terminal.wantsColor(line.value(Terminal.COLOR.name(), "auto")));
            new CrashText(page).append(console.buffer(), explanation, report.path());
        }
        console.flush();
        return Status.ANSWERED;
    }

    /** Into files; where that cannot be, what happened on standard error. */
    private static int write(Explanation explanation, CrashReport report, @Nullable String directory, Console console) {
        CrashText text = new CrashText(new Page(COLUMNS, false));
        boolean isForFiles = directory == null || !directory.equals(STANDARD_ERROR);
        if (isForFiles) {
            // Beside the report.
            Path folder = directory == null ? report.file().toAbsolutePath().resolveSibling("") : path(directory);
            StringBuilder whole = new StringBuilder();
            text.append(whole, explanation, report.path());
            try {
                OutputFile.write(OutputFile.of(folder, report.file(), ".addrscope.txt"), whole.toString());
                OutputFile.write(
                        OutputFile.of(folder, report.file(), ".addrscope.json"),
                        CrashJson.line(explanation, report.path()) + "\n");
                return Status.ANSWERED;
            } catch (IOException e) {
                console.complain("the explanation cannot be written to "
                        + ProcessFiles.nameOf(folder).printable() + ": " + JarCopy.describe(e));
            }
        }
        StringBuilder verdict = new StringBuilder();
        text.appendVerdict(verdict, explanation);
        console.report(verdict.toString());
        return isForFiles ? Status.INCOMPLETE : Status.ANSWERED;
    }
}
