// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.crash.Landmark.Kind;
import io.addrscope.model.Address;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the areas that a report names. For one thread. */
final class Ranges {

    private final Cuts cuts;
    private final List<Landmark> landmarks = new ArrayList<>();

    Ranges(Cuts cuts) {
        this.cuts = cuts;
    }

    /** Adds an area unless it is empty, upside down, or known already. */
    void add(Kind kind, long start, long end, @Nullable String detail, Span evidence) {
        if (start == end || Address.isBelow(end - 1, start)) {
            return;
        }
        if (landmarks.size() == Limits.LANDMARKS) {
            cuts.add("areas of memory", Limits.LANDMARKS, evidence.offset());
            return;
        }
        for (Landmark known : landmarks) {
            if (known.kind() == kind && known.start() == start && known.end() == end) {
                return;
            }
        }
        landmarks.add(new Landmark(kind, start, end, detail, evidence));
    }

    /** Adds the area of which a line gives the bounds, if it does: the first number and the last. */
    void add(Kind kind, Line line, @Nullable String detail) {
        Span evidence = line.span();
        List<Word> bounds = bounds(line);
        if (bounds.size() >= 2) {
            add(kind, bounds.get(0).value(), bounds.get(bounds.size() - 1).value(), detail, evidence);
        }
    }

    /** Returns the numbers in the next brackets of a line, at most four; none unless all of them are there. */
    static List<Word> bounds(Line line) {
        List<Word> words = new ArrayList<>();
        int bracket = line.indexOf("[0x", line.at());
        if (bracket < 0) {
            return words;
        }
        line.moveTo(bracket + 1);
        while (words.size() < 4) {
            Word word = line.hex();
            if (word == null) {
                break;
            }
            words.add(word);
            line.skipBlanks();
            if (line.peek() == ')' || line.peek() == ']') {
                return words;
            }
            if (line.peek() == ',' || line.peek() == '-') {
                line.moveTo(line.at() + 1);
            }
            line.skipBlanks();
        }
        return new ArrayList<>();
    }

    List<Landmark> landmarks() {
        return List.copyOf(landmarks);
    }
}
