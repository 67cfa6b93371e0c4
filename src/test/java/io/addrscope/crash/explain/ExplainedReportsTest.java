// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.CrashReport;
import io.addrscope.Settings;
import io.addrscope.crash.HsErrReport;
import io.addrscope.crash.PrintedFrame;
import io.addrscope.crash.RealReports;
import io.addrscope.maps.MapsSnapshot;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.render.CrashJsonTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Reports of others, whose libraries are not on this machine: names come from the report alone, or are refused or marked. */
class ExplainedReportsTest {

    private static Explanation explain(Path file) {
        try {
            return CrashReport.of(file).explain(Settings.DEFAULT);
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    @Test
    void everyReportIsExplained() {
        Map<String, Integer> kinds = new TreeMap<>();
        for (Path file : RealReports.all()) {
            Explanation explanation = explain(file);
            kinds.merge(explanation.verdict().kind().toString(), 1, Integer::sum);
            assertThat(explanation.verdict().sentence()).as("%s", file).isNotBlank();
            CrashJsonTest.assertFits(explanation, file.toString());
        }
        System.out.println("verdicts on the reports of others: " + kinds);
    }

    /** The mapping section answers for every address, by inode, offset and file offset. */
    @Test
    void addressesAreAnsweredByTheMappings() {
        int frames = 0;
        for (Path file : RealReports.all()) {
            Explanation explanation = explain(file);
            for (ExplainedFrame frame : explanation.stack()) {
                PrintedFrame printed = frame.printed();
                boolean isNative = printed != null
                        && (printed.kind() == PrintedFrame.Kind.NATIVE || printed.kind() == PrintedFrame.Kind.VM);
                Location location = frame.location();
                if (!isNative
                        || location == null
                        || frame.address() == null
                        || frame.address().image() == null) {
                    continue;
                }
                Mapping mapping = Objects.requireNonNull(location.mapping(), frame::toString);
                assertThat(mapping.permissions().isExecutable())
                        .as("%s: %s", file, frame)
                        .isTrue();
                assertThat(location.fileOffset().getAsLong())
                        .as("%s: %s", file, frame)
                        .isEqualTo(location.address() - mapping.start() + mapping.offset());
                frames++;
            }
            explanation.registers().forEach(register -> assertAgrees(explanation.report(), register));
            explanation.stackWords().forEach(word -> assertAgrees(explanation.report(), word));
        }
        System.out.println("native frames with mapping and file offset: " + frames);
        assertThat(frames).isPositive();
    }

    private static void assertAgrees(HsErrReport report, ExplainedValue value) {
        MapsSnapshot maps = report.process().mappings().snapshot();
        int index = maps.indexOf(value.value());
        if (index >= 0 && Long.compareUnsigned(value.value(), 0x10000) >= 0) {
            Location location = Objects.requireNonNull(value.location(), value::toString);
            Mapping mapping = Objects.requireNonNull(location.mapping(), value::toString);
            assertThat(mapping.start()).isEqualTo(maps.mapping(index).start());
        }
    }

    /** What another program found, where the report has a list of mappings. */
    @Test
    void faultsAreWhereAnotherProgramSaysTheyAre() throws IOException {
        List<String> rows = Files.readAllLines(RealReports.folder().resolve("ANSWERS.tsv"));
        int compared = 0;
        for (String row : rows.subList(1, rows.size())) {
            String[] columns = row.split("\t", -1);
            Explanation explanation = explain(RealReports.folder().resolve(columns[0]));
            Location fault = explanation.faultAddress();
            if (fault == null) {
                assertThat(columns[5]).as(row).isEmpty();
                continue;
            }
            assertThat(fault.isMapped()).as(row).isEqualTo(!columns[6].equals("NOT MAPPED"));
            if (!columns[8].isEmpty()) {
                assertThat(fault.fileOffset().getAsLong()).as(row).isEqualTo(Long.decode(columns[8]));
            }
            compared++;
        }
        assertThat(compared).isPositive();
    }
}
