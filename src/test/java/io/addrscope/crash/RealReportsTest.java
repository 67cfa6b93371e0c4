// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.crash.FrameAddress.Basis;
import io.addrscope.maps.MapsSnapshot;
import io.addrscope.model.Mapping;
import io.addrscope.testing.MapsLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reports of JDK 8 to 25 and of four systems, and the answers that another program found in them. */
class RealReportsTest {

    private static final String ANSWERS = "ANSWERS.tsv";
    private static final String NOT_MAPPED = "NOT MAPPED";

    @Test
    void everyReportIsReadAndReproduced() {
        for (Path file : RealReports.all()) {
            byte[] bytes = RealReports.read(file);
            HsErrReport report = ReportParser.parse(bytes);
            ReportChecks.check(bytes, report);
            assertThat(report.header().problem()).as("%s", file).isNotEqualTo(Header.Problem.UNKNOWN);
            assertThat(report.header().processId()).as("%s", file).isNotNull();
            assertThat(report.platform().family()).as("%s", file).isNotEqualTo(Platform.Family.UNKNOWN);
            assertThat(report.structure().cuts()).as("%s", file).isEmpty();
        }
    }

    /** Each line of the mapping section, read by a regular expression, is a mapping. */
    @Test
    void everyMappingIsThere() {
        for (Path file : RealReports.all()) {
            byte[] bytes = RealReports.read(file);
            MappingSection section = ReportParser.parse(bytes).process().mappings();
            List<MapsLine> lines = mapsLines(bytes);
            MapsSnapshot snapshot = section.snapshot();
            assertThat(snapshot.size()).as("%s", file).isEqualTo(lines.size());
            for (int i = 0; i < lines.size(); i++) {
                MapsLine line = lines.get(i);
                Mapping mapping = snapshot.mapping(snapshot.indexOf(line.start()));
                assertThat(mapping.end()).isEqualTo(line.end());
                assertThat(mapping.permissions().toString()).isEqualTo(line.permissions());
                assertThat(mapping.offset()).isEqualTo(line.offset());
                assertThat(mapping.inode()).isEqualTo(line.inode());
                assertThat(mapping.name().bytes()).isEqualTo(line.name().getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static List<MapsLine> mapsLines(byte[] bytes) {
        List<MapsLine> lines = new ArrayList<>();
        boolean isInSection = false;
        for (String line : new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            isInSection |= line.startsWith("Dynamic libraries:");
            if (isInSection && line.matches("[0-9a-f]+-[0-9a-f]+ [r-][w-][x-][sp] .*")) {
                lines.add(MapsLine.parse(line));
            }
        }
        return lines;
    }

    @Test
    void agreesWithTheAnswersOfAnotherProgram() throws IOException {
        List<String> rows = Files.readAllLines(RealReports.folder().resolve(ANSWERS));
        int compared = 0;
        for (String row : rows.subList(1, rows.size())) {
            String[] columns = row.split("\t", -1);
            Path file = RealReports.folder().resolve(columns[0]);
            HsErrReport report = ReportParser.parse(RealReports.read(file));
            Word pc = firstPc(report);
            assertThat(pc == null ? "" : pc.toString()).as(row).isEqualTo(columns[1]);
            assertThat(mapping(report, pc)).as(row).isEqualTo(columns[2]);
            assertThat(name(report, pc)).as(row).isEqualTo(anonymous(columns[3]));
            assertThat(fromLowest(report, pc)).as(row).isEqualTo(columns[4]);
            SignalInfo signal = report.fault().signal();
            Word address = signal == null ? null : signal.address();
            assertThat(address == null ? "" : address.toString()).as(row).isEqualTo(columns[5]);
            assertThat(mapping(report, address)).as(row).isEqualTo(columns[6]);
            assertThat(name(report, address)).as(row).isEqualTo(anonymous(columns[7]));
            assertThat(report.process().mappings().snapshot().mappings().stream()
                            .filter(mapping ->
                                    mapping.deleted() && mapping.permissions().isExecutable())
                            .map(mapping -> mapping.name().text())
                            .collect(Collectors.joining(";")))
                    .as(row)
                    .isEqualTo(anonymous(columns[9]));
            compared++;
        }
        System.out.println("rows of " + ANSWERS + " compared: " + compared);
        assertThat(compared).isPositive();
    }

    /** The answers are older than the removal of users' names from the reports. */
    private static String anonymous(String path) {
        return path.replaceFirst("^/home/[^/]+/", "/home/user/");
    }

    /** The other program took the first pc that it came across, which may be that of an error during the reporting. */
    private static @Nullable Word firstPc(HsErrReport report) {
        Word pc = report.header().pc();
        List<SecondaryError> errors = report.structure().errors();
        return pc != null || report.header().problem() == Header.Problem.SIGNAL || errors.isEmpty()
                ? pc
                : errors.get(0).pc();
    }

    private static @Nullable Mapping at(HsErrReport report, @Nullable Word address) {
        MapsSnapshot snapshot = report.process().mappings().snapshot();
        int index = address == null ? -1 : snapshot.indexOf(address.value());
        return index < 0 ? null : snapshot.mapping(index);
    }

    private static String mapping(HsErrReport report, @Nullable Word address) {
        Mapping mapping = at(report, address);
        if (mapping == null) {
            return address == null ? "" : NOT_MAPPED;
        }
        return Long.toHexString(mapping.start()) + "-" + Long.toHexString(mapping.end()) + " " + mapping.permissions();
    }

    private static String name(HsErrReport report, @Nullable Word address) {
        Mapping mapping = at(report, address);
        return mapping == null ? "" : mapping.name().text();
    }

    private static String fromLowest(HsErrReport report, @Nullable Word pc) {
        Mapping mapping = at(report, pc);
        if (mapping == null || pc == null) {
            return "";
        }
        for (LibraryImage image : new FrameAddresses(report).images()) {
            if (image.spans(pc.value())) {
                return "0x" + Long.toHexString(pc.value() - image.base());
            }
        }
        return "";
    }

    /** Where the report lists mappings, each frame of native code has an address, in an executable mapping. */
    @Test
    void everyNativeFrameHasAnAddress() {
        int frames = 0;
        int without = 0;
        for (Path file : RealReports.all()) {
            HsErrReport report = ReportParser.parse(RealReports.read(file));
            MapsSnapshot snapshot = report.process().mappings().snapshot();
            // Edited ones keep a single mapping.
            boolean isWhole = snapshot.size() > 1;
            FrameAddresses addresses = new FrameAddresses(report);
            for (PrintedFrame frame : report.fault().frames()) {
                boolean isNative = frame.kind() == PrintedFrame.Kind.NATIVE || frame.kind() == PrintedFrame.Kind.VM;
                if (!isNative || snapshot.size() == 0) {
                    continue;
                }
                FrameAddress address = addresses.of(frame);
                frames++;
                if (address.basis() == Basis.NO_LIBRARY && !isWhole) {
                    without++;
                    continue;
                }
                assertThat(address.basis().hasAddress())
                        .as("%s: %s", file, frame)
                        .isTrue();
                Mapping mapping = snapshot.mapping(snapshot.indexOf(address.address()));
                assertThat(mapping.permissions().isExecutable())
                        .as("%s: %s", file, frame)
                        .isTrue();
            }
        }
        System.out.println("native frames: " + frames + ", of which their library was edited out: " + without);
        assertThat(frames).isPositive();
    }
}
