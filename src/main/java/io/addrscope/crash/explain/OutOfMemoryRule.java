// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.crash.Header;
import io.addrscope.crash.SystemInfo;
import io.addrscope.crash.Text;
import io.addrscope.crash.Word;
import io.addrscope.maps.MapsSnapshot;
import io.addrscope.model.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The system gave HotSpot no memory, or no further mapping. */
final class OutOfMemoryRule implements Rule {

    /** {@code Native memory allocation (mmap) failed to map 16384 bytes for committing reserved memory.} (vmError.cpp). */
    private static final String FAILED =
            "\\((?<call>\\w+)\\) failed to (?:map|allocate|commit) (?<bytes>\\d{1,18}) bytes(?: of memory)?(?: for (?<use>[^.]*))?";

    /** Of so many mappings that may be: a few are made and unmade all the time. */
    private static final double NEARLY_ALL = 0.98;

    private static final int MOST_FREQUENT = 4;

    @Override
    public @Nullable Verdict judge(Scene scene) {
        if (scene.problem() != Header.Problem.OUT_OF_MEMORY) {
            return null;
        }
        Header header = scene.report.header();
        String message = header.message().isEmpty()
                ? "the report does not say for what"
                : header.message().get(0).printable();
        List<String> evidence = new ArrayList<>();
        evidence.add("the report says: " + message);
        Verdict limit = mappingLimit(scene, asked(message), evidence);
        if (limit != null) {
            return limit;
        }
        addSystem(scene.report.system(), evidence);
        return new Verdict(
                Verdict.Kind.NATIVE_OUT_OF_MEMORY,
                "no memory: " + asked(message) + Sentence.fromJava(scene, ", while in"),
                evidence);
    }

    private static String asked(String message) {
        // Compiled only here: few crashes are of this kind, and the JVM waits.
        Matcher matcher = Pattern.compile(FAILED).matcher(message);
        if (!matcher.find()) {
            return message;
        }
        String use = matcher.group("use");
        return "the JVM asked the system for " + ByteSize.format(Long.parseLong(matcher.group("bytes"))) + " by "
                + matcher.group("call") + (use == null ? "" : " for " + use) + ", and got none";
    }

    private static @Nullable Verdict mappingLimit(Scene scene, String asked, List<String> evidence) {
        Word most = scene.report.system().maxMapCount();
        MapsSnapshot maps = scene.report.process().mappings().snapshot();
        if (most == null || most.value() <= 0 || maps.size() < most.value() * NEARLY_ALL) {
            return null;
        }
        MappingCensus census = MappingCensus.of(maps, scene.report.process().threads());
        List<String> kinds = census.most(MOST_FREQUENT);
        List<String> all = new ArrayList<>(evidence);
        all.add("the process has " + MappingCensus.grouped(maps.size()) + " mappings, and may have "
                + MappingCensus.grouped(most.value()) + " (vm.max_map_count)");
        for (String kind : kinds) {
            all.add("of the mappings " + kind);
        }
        return new Verdict(
                Verdict.Kind.MAPPING_LIMIT,
                "limit of memory maps: of " + MappingCensus.grouped(maps.size()) + ", where "
                        + MappingCensus.grouped(most.value()) + " are allowed, " + kinds.get(0) + "; " + asked,
                all);
    }

    private static void addSystem(SystemInfo system, List<String> evidence) {
        add("memory", system.memory(), evidence);
        add("limits", system.limits(), evidence);
        for (Text line : system.meminfo()) {
            if (line.text().startsWith("MemAvailable") || line.text().startsWith("Commit")) {
                evidence.add(line.printable().replaceAll("\\s+", " "));
            }
        }
        for (Text line : system.container()) {
            if (line.text().startsWith("memory_limit") || line.text().startsWith("memory_usage")) {
                evidence.add("container: " + line.printable());
            }
        }
    }

    private static void add(String what, @Nullable Text text, List<String> evidence) {
        if (text != null) {
            evidence.add(what + ": " + text.printable());
        }
    }
}
