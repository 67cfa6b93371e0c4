// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.util.ArrayList;
import java.util.List;

/** What JMH found in each round, a list for each JDK. */
final class Findings {

    private final List<List<Double>> nanos = new ArrayList<>();
    private final List<List<Double>> bytes = new ArrayList<>();
    private final List<List<Double>> ratios = new ArrayList<>();

    Findings(int jdks) {
        for (int i = 0; i < jdks; i++) {
            nanos.add(new ArrayList<>());
            bytes.add(new ArrayList<>());
            ratios.add(new ArrayList<>());
        }
    }

    /**
     * Adds an answer.
     *
     * @param jdk index of the JDK that gave it
     * @param floor what the same cost in the same round that it is compared with, in ns
     */
    void add(int jdk, Jmh.Answer answer, double floor) {
        nanos.get(jdk).add(answer.nanos());
        bytes.get(jdk).add(answer.bytes());
        ratios.get(jdk).add(answer.nanos() / floor);
    }

    /** Returns the table's cells, one for each JDK. */
    List<String> cells() {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < nanos.size(); i++) {
            cells.add(String.format(
                    "%s (%.2f×), %s",
                    Row.time(Samples.median(nanos.get(i))),
                    Samples.median(ratios.get(i)),
                    Row.bytes(Samples.median(bytes.get(i)))));
        }
        return cells;
    }
}
