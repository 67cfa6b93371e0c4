// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.IOException;

/**
 * What one run of a victim was like. Times are in ns.
 *
 * @param questions how many were asked beside it
 * @param nanos how long asking took
 * @param operations how many the victim did
 * @param busy how long these took altogether
 * @param p50 the median of one
 * @param p99 what 99 % of them did not exceed
 * @param p999 what 99.9 % of them did not exceed
 * @param worst the longest
 * @param waits how often the victim slept until something was free, such as a lock
 * @param preemptions how often its CPU was given to others
 */
record VictimRun(
        long questions,
        long nanos,
        long operations,
        long busy,
        long p50,
        long p99,
        long p999,
        long worst,
        long waits,
        long preemptions) {

    /** The names of the columns of {@link #tabbed}. */
    static final String COLUMNS = "questions/s\toperations/s\tp50 ns\tp99 ns\tp99.9 ns\tworst ns\twaits\tpreemptions";

    private static final int NUMBERS = 10;

    /** Reads the line that {@code floor.c} and {@link PauseSubject} write. */
    static VictimRun parse(String line) throws IOException {
        String[] words = line.split(" ", -1);
        if (words.length != NUMBERS) {
            throw new IOException("not what a victim's run was like: " + line);
        }
        long[] numbers = new long[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            numbers[i] = Long.parseLong(words[i]);
        }
        if (numbers[2] == 0 || numbers[3] == 0) {
            throw new IOException("the victim did nothing: " + line);
        }
        return new VictimRun(
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[4],
                numbers[5],
                numbers[6],
                numbers[7],
                numbers[8],
                numbers[9]);
    }

    double questionsPerSecond() {
        return questions * 1e9 / nanos;
    }

    double operationsPerSecond() {
        return operations * 1e9 / busy;
    }

    String tabbed() {
        return String.format(
                "%.0f\t%.0f\t%d\t%d\t%d\t%d\t%d\t%d",
                questionsPerSecond(), operationsPerSecond(), p50, p99, p999, worst, waits, preemptions);
    }
}
