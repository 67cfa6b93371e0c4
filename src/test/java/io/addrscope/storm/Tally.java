// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Verdicts, counted, with the first wrong answers in full. For one thread. */
final class Tally {

    private static final int MAX_SHOWN = 3;

    private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    private final List<String> shown = new ArrayList<>();
    private long decided;
    private long oldestNanos;

    /** Counts a verdict. */
    void add(Verdict verdict, boolean isDecided) {
        verdicts.merge(verdict, 1L, Long::sum);
        if (isDecided) {
            decided++;
        }
    }

    /** Notes how old a wrong answer was. */
    void age(long nanos) {
        oldestNanos = Math.max(oldestNanos, nanos);
    }

    /** Returns the age of the oldest wrong answer in nanoseconds; 0 if none was wrong. */
    long oldestNanos() {
        return oldestNanos;
    }

    /** Returns whether the next wrong answer is to be shown. */
    boolean wantsMore() {
        return shown.size() < MAX_SHOWN;
    }

    /** Keeps a wrong answer to show. */
    void show(String wrongAnswer) {
        shown.add(wrongAnswer);
    }

    /** Takes over what another one has. */
    void addAll(Tally other) {
        other.verdicts.forEach((verdict, count) -> verdicts.merge(verdict, count, Long::sum));
        decided += other.decided;
        age(other.oldestNanos);
        shown.addAll(other.shown);
    }

    long count(Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0L);
    }

    long lookups() {
        return verdicts.values().stream().mapToLong(Long::longValue).sum();
    }

    long wrong() {
        return verdicts.entrySet().stream()
                .filter(entry -> entry.getKey().isWrong())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Returns how many answers could be right in one way only. */
    long decided() {
        return decided;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                "%,d lookups, %,d wrong, %,d unjudged, %,d with one right answer only; %s",
                lookups(), wrong(), count(Verdict.UNJUDGED), decided, verdicts));
        if (oldestNanos == Long.MAX_VALUE) {
            text.append("; some were older than the log");
        } else if (oldestNanos > 0) {
            text.append(String.format("; the oldest wrong one was %.3f ms old", oldestNanos / 1e6));
        }
        shown.forEach(wrong -> text.append("\n  ").append(wrong));
        return text.toString();
    }
}
