// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs of one victim in pairs: nobody asks, and somebody asks in one way at one rate. */
final class PausePairs {

    private static final String IDLE = "idle";

    private final VictimProcess process;
    private final PauseWay way;
    private final int rate;
    private final VictimOperation operation;
    private final List<VictimRun> idle = new ArrayList<>();
    private final List<VictimRun> asking = new ArrayList<>();

    PausePairs(VictimProcess process, PauseWay way, int rate, VictimOperation operation) {
        this.process = process;
        this.way = way;
        this.rate = rate;
        this.operation = operation;
    }

    String label() {
        return way.what() + ", " + process.name();
    }

    String process() {
        return process.name();
    }

    int rate() {
        return rate;
    }

    VictimOperation operation() {
        return operation;
    }

    /** Lets everything that a pair needs be loaded and compiled. */
    void warmUp(int millis) throws IOException {
        process.run(way.word(), 0, operation, millis);
    }

    /** Adds a pair; which of the two goes first alternates. */
    void add(int millis) throws IOException {
        boolean idleFirst = idle.size() % 2 == 0;
        VictimRun first = run(idleFirst, millis);
        VictimRun second = run(!idleFirst, millis);
        idle.add(idleFirst ? first : second);
        asking.add(idleFirst ? second : first);
    }

    private VictimRun run(boolean alone, int millis) throws IOException {
        return alone ? process.run(IDLE, 0, operation, millis) : process.run(way.word(), rate, operation, millis);
    }

    /** Returns the throughput with somebody asking, as a part of that without. */
    MedianInterval throughput() {
        return MedianInterval.of(ratios(VictimRun::operationsPerSecond));
    }

    /** Returns the worst pause with somebody asking, as a multiple of that without. */
    double worstRatio() {
        return Samples.median(ratios(VictimRun::worst));
    }

    private List<Double> ratios(Measure measure) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < idle.size(); i++) {
            ratios.add(measure.of(asking.get(i)) / measure.of(idle.get(i)));
        }
        return ratios;
    }

    /** Returns the median of the runs with somebody asking. */
    double asking(Measure measure) {
        return median(asking, measure);
    }

    /** Returns the median of the runs with nobody asking. */
    double idle(Measure measure) {
        return median(idle, measure);
    }

    private static double median(List<VictimRun> runs, Measure measure) {
        return Samples.median(runs.stream().map(measure::of).toList());
    }

    /** Returns a line for each run, in the order of pairs. */
    List<String> tabbed() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < idle.size(); i++) {
            String key = String.join(
                    "\t", String.valueOf(i + 1), process.name(), way.word(), String.valueOf(rate), operation.plain());
            lines.add(key + "\tidle\t" + idle.get(i).tabbed());
            lines.add(key + "\tasking\t" + asking.get(i).tabbed());
        }
        return lines;
    }

    /** A number that a run has. */
    @FunctionalInterface
    interface Measure {
        double of(VictimRun run);
    }
}
