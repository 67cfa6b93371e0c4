// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The victim's throughput as SVG: a panel for each operation, a line for each way to ask, a mark with its interval for each
 * rate. Colours follow the viewer's choice of light or dark.
 */
final class PausesPlot {

    private static final int LINE = 26;
    private static final int TOP = 76;
    private static final int LABELS = 300;
    private static final int PANEL = 270;
    private static final int GAP = 30;
    private static final int FOOT = 34;
    private static final int TICK_PERCENT = 25;

    /** The least and most, in percent, that the axis ends at. What lies beyond is drawn at its end. */
    private static final int LEAST_END = 125;

    private static final int MOST_END = 200;

    private static final String STYLE = """
            text { font: 13px sans-serif; fill: #1f2328 } line, circle { stroke-width: 2 }
            .axis { stroke: #d1d9e0; stroke-width: 1 } .whole { stroke: #59636e; stroke-width: 1 }
            .paced { stroke: #0969da; fill: #0969da } .full { stroke: #bc4c00; fill: #ffffff }
            @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3 } .axis { stroke: #3d444d } .whole { stroke: #9198a1 }
            .paced { stroke: #4493f8; fill: #4493f8 } .full { stroke: #f0883e; fill: #0d1117 }
            }""";

    private final List<PausePairs> all;
    private final List<String> labels;
    private final int end;
    private final List<String> lines = new ArrayList<>();

    PausesPlot(List<PausePairs> all) {
        this.all = all;
        this.labels = all.stream().map(PausePairs::label).distinct().toList();
        double most = all.stream()
                .mapToDouble(pairs -> pairs.throughput().high() * 100)
                .max()
                .orElse(LEAST_END);
        this.end = (int) Math.max(LEAST_END, Math.min(MOST_END, Math.ceil(most / TICK_PERCENT) * TICK_PERCENT));
    }

    /** Returns the file's lines. */
    List<String> svg() {
        VictimOperation[] operations = VictimOperation.values();
        int width = LABELS + operations.length * (PANEL + GAP);
        lines.add(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\">",
                width, bottom() + FOOT, width));
        lines.add(
                "<title>Throughput of a thread while another asks about addresses, in percent of that when nobody asks</title>");
        lines.add("<style>" + STYLE + "</style>");
        legend();
        for (int i = 0; i < labels.size(); i++) {
            text(LABELS - 12, middle(i) + 4, "end", labels.get(i).replace("`", ""));
        }
        for (int panel = 0; panel < operations.length; panel++) {
            panel(panel, operations[panel]);
        }
        lines.add("</svg>");
        return lines;
    }

    private void legend() {
        mark("paced", 20, 16);
        text(30, 20, "start", "10,000 questions/s");
        mark("full", 170, 16);
        text(180, 20, "start", "full speed");
        double coverage = all.get(0).throughput().coverage();
        text(LABELS, 20, "start", String.format("bars: %.0f %% intervals of the medians", coverage * 100));
    }

    private void panel(int panel, VictimOperation operation) {
        text(x(panel, 0), TOP - 26, "start", operation.plain() + ", % of throughput alone");
        for (int percent = 0; percent <= end; percent += TICK_PERCENT) {
            double x = x(panel, percent);
            line(percent == 100 ? "whole" : "axis", x, TOP - 14, x, bottom());
            text(x, bottom() + 18, "middle", String.valueOf(percent));
        }
        for (PausePairs pairs : all) {
            if (pairs.operation() == operation) {
                boolean paced = pairs.rate() != 0;
                double y = middle(labels.indexOf(pairs.label())) + (paced ? -5 : 5);
                MedianInterval throughput = pairs.throughput();
                String style = paced ? "paced" : "full";
                line(style, x(panel, throughput.low() * 100), y, x(panel, throughput.high() * 100), y);
                mark(style, x(panel, throughput.median() * 100), y);
            }
        }
    }

    private double x(int panel, double percent) {
        return LABELS + panel * (PANEL + GAP) + Math.min(percent, end) * PANEL / end;
    }

    private static int middle(int line) {
        return TOP + line * LINE + LINE / 2;
    }

    private int bottom() {
        return TOP + labels.size() * LINE;
    }

    private void mark(String style, double x, double y) {
        lines.add(String.format("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", style, x, y));
    }

    private void line(String style, double x1, double y1, double x2, double y2) {
        lines.add(String.format(
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", style, x1, y1, x2, y2));
    }

    private void text(double x, double y, String anchor, String what) {
        lines.add(String.format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, what));
    }
}
