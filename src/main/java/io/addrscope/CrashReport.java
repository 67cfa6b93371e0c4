// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import io.addrscope.crash.HexDump;
import io.addrscope.crash.HexDump.HexLine;
import io.addrscope.crash.HsErrReport;
import io.addrscope.crash.MappingSection;
import io.addrscope.crash.ReportParser;
import io.addrscope.crash.explain.Addresses;
import io.addrscope.crash.explain.Explainer;
import io.addrscope.crash.explain.Explanation;
import io.addrscope.linux.OpenFile;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.linux.TargetProcess;
import io.addrscope.locate.MappedFiles;
import io.addrscope.locate.RecordedLocator;
import io.addrscope.locate.Recording;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.ObtainedBy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A crash report of HotSpot ({@code hs_err_pid*.log}), and what happened in the crash.
 *
 * <pre>{@code
 * Explanation why = CrashReport.of(Path.of("hs_err_pid123.log")).explain(Settings.DEFAULT);
 * }</pre>
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class CrashReport {

    private final Path file;
    private final String path;
    private final HsErrReport report;

    private CrashReport(Path file, String path, HsErrReport report) {
        this.file = file;
        this.path = path;
        this.report = report;
    }

    /**
     * Reads a report, whole or not.
     *
     * @throws IOException if the file cannot be read, or is not a regular one
     */
    public static CrashReport of(Path file) throws IOException {
        MappingName name = ProcessFiles.nameOf(file);
        try (OpenFile open = new ProcessFiles(TargetProcess.self(), null).open(name)) {
            return new CrashReport(file, name.printable(), ReportParser.parse(open.bytes()));
        }
    }

    /** Returns the file, as it was named to {@link #of}. */
    public Path file() {
        return file;
    }

    /** Returns the path of the file, printable. */
    public String path() {
        return path;
    }

    /** Returns what the report says. */
    public HsErrReport report() {
        return report;
    }

    /**
     * Explains the crash by the report and the files of this machine. A file is used if it is the one that was mapped; if nothing
     * proves or contradicts that it is, it is used, too, and what it says is marked.
     *
     * @param settings where debug files are looked for, and how much memory may be used
     */
    public Explanation explain(Settings settings) {
        MappingSection mappings = report.process().mappings();
        Recording recording = new Recording(
                mappings.snapshot(),
                ObtainedBy.REPORT,
                mappings::reaches,
                report.summary().instant(),
                code(report));
        RecordedLocator locator = new RecordedLocator(recording, settings.debug(), settings.memory(), settings.lines());
        return Explainer.explain(report, new Asked(locator::locateAll, MappedFiles.ofThisMachine()));
    }

    /** The address space, by whoever answers about it. */
    private record Asked(Function<long[], List<Location>> answerer, MappedFiles files) implements Addresses {

        @Override
        public List<Location> locateAll(long... addresses) {
            return answerer.apply(addresses);
        }

        @Override
        public OptionalLong fileSize(Mapping mapping) {
            return files.size(mapping);
        }
    }

    private static List<Recording.Code> code(HsErrReport report) {
        HexDump dump = report.fault().instructions();
        List<Recording.Code> code = new ArrayList<>();
        for (HexLine line : dump.lines()) {
            code.add(new Recording.Code(
                    line.address().value(),
                    HexDump.bytes(line, report.platform().isBigEndian())));
        }
        return code;
    }

    /**
     * Explains the crash by the process itself, while it is still there: in the time between the report and the end of the process,
     * as where {@code -XX:OnError} runs a command.
     *
     * @param process the address space of the process that the report is about
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    public Explanation explain(AddressSpace process) {
        return Explainer.explain(report, new Asked(process::locateAll, process.mappedFiles()));
    }
}
