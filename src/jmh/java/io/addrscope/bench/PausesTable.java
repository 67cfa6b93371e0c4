// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of pauses: a line for nobody asking in each process, and one for each way and rate. */
final class PausesTable {

    private PausesTable() {}

    static List<String> markdown(List<PausePairs> all) {
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder("| asked by | questions/s ");
        for (VictimOperation operation : VictimOperation.values()) {
            head.append("| ").append(operation.what).append(": throughput | worst pause | waits ");
        }
        lines.add(head + "|");
        lines.add("| --- ".repeat(2 + 3 * VictimOperation.values().length) + "|");
        grouped(all, true).forEach((process, pairs) -> lines.add(idle(process, pairs)));
        grouped(all, false).values().forEach(pairs -> lines.add(asking(pairs)));
        return lines;
    }

    /** Returns what stands on one line: all of one process, or those that differ in nothing but the operation. */
    private static Map<String, List<PausePairs>> grouped(List<PausePairs> all, boolean byProcess) {
        Map<String, List<PausePairs>> groups = new LinkedHashMap<>();
        for (PausePairs pairs : all) {
            String key = byProcess ? pairs.process() : pairs.label() + pairs.rate();
            groups.computeIfAbsent(key, absent -> new ArrayList<>()).add(pairs);
        }
        return groups;
    }

    private static String idle(String process, List<PausePairs> all) {
        StringBuilder line = new StringBuilder("| nobody, ").append(process).append(" | 0 ");
        for (VictimOperation operation : VictimOperation.values()) {
            List<PausePairs> its =
                    all.stream().filter(pairs -> pairs.operation() == operation).toList();
            double perSecond = median(its, VictimRun::operationsPerSecond);
            line.append(String.format(
                    "| %,.0f/s | %s | %.0f ",
                    perSecond, Row.time(median(its, VictimRun::worst)), median(its, VictimRun::waits)));
        }
        return line + "|";
    }

    private static double median(List<PausePairs> all, PausePairs.Measure measure) {
        return Samples.median(all.stream().map(pairs -> pairs.idle(measure)).toList());
    }

    private static String asking(List<PausePairs> line) {
        PausePairs any = line.get(0);
        double reached = Samples.median(line.stream()
                .map(pairs -> pairs.asking(VictimRun::questionsPerSecond))
                .toList());
        String rate = any.rate() == 0 ? "full speed: " : "";
        StringBuilder cells = new StringBuilder(String.format("| %s | %s%,.0f ", any.label(), rate, reached));
        for (PausePairs pairs : line) {
            MedianInterval throughput = pairs.throughput();
            cells.append(String.format(
                    "| %.1f %% (%.1f to %.1f) | %.2f×, %s | %.0f ",
                    throughput.median() * 100,
                    throughput.low() * 100,
                    throughput.high() * 100,
                    pairs.worstRatio(),
                    Row.time(pairs.asking(VictimRun::worst)),
                    pairs.asking(VictimRun::waits)));
        }
        return cells + "|";
    }
}
