// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.maps.MapsSnapshot;
import io.addrscope.model.Address;
import io.addrscope.model.Mapping;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What holds of every report, whatever it was made of: what it keeps stands in the input, where it says. */
final class ReportChecks {

    /** More of a list than this is looked at only here and there. */
    private static final int MANY = 2000;

    /** How to get at the components of each record, which the JDK looks up anew each time. */
    private static final ClassValue<List<Method>> ACCESSORS = new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getAccessor)
                    .toList();
        }
    };

    private final byte[] input;
    private final List<Word> words = new ArrayList<>();

    private ReportChecks(byte[] input) {
        this.input = input;
    }

    /**
     * Checks a report against the bytes that it was made of.
     *
     * @return all numbers in it
     */
    static List<Word> check(byte[] input, HsErrReport report) {
        ReportChecks checks = new ReportChecks(input);
        checks.sections(report.structure());
        checks.visit(report);
        checks.mappings(report.process().mappings());
        addresses(report);
        return checks.words;
    }

    /** The sections, one after the other, are the input. */
    private void sections(Structure structure) {
        long end = 0;
        for (Section section : structure.sections()) {
            require(section.at().offset() == end && section.at().length() > 0, "a gap before", section);
            end = section.at().end();
        }
        require(end == input.length && structure.size() == end, "the sections end at", end);
        require(structure.otherReportAt() < input.length, "behind the end", structure);
        for (Cut cut : structure.cuts()) {
            require(cut.at() >= 0 && cut.at() <= input.length, "outside", cut);
        }
    }

    private void visit(Object value) {
        if (value instanceof Text text) {
            require(Arrays.equals(text.bytes(), bytes(text.at())), "not what stands there:", text);
        } else if (value instanceof Word word) {
            require(isNumber(word), "not the number that stands there:", word);
            words.add(word);
        } else if (value instanceof Span span) {
            require(span.offset() >= 0 && span.length() >= 0 && span.end() <= input.length, "outside:", span);
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i += list.size() > MANY ? list.size() / MANY : 1) {
                visit(list.get(i));
            }
        } else if (value instanceof EventRing ring) {
            visit(ring.events());
        } else if (value instanceof Landmarks landmarks) {
            visit(landmarks.named());
        } else if (value instanceof Record components) {
            visitComponents(components);
        }
    }

    private void visitComponents(Record components) {
        for (Method accessor : ACCESSORS.get(components.getClass())) {
            try {
                Object value = accessor.invoke(components);
                if (value != null) {
                    visit(value);
                }
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new LinkageError(accessor.toString(), e);
            }
        }
    }

    private byte[] bytes(Span span) {
        require(span.offset() >= 0 && span.end() <= input.length, "outside:", span);
        return Arrays.copyOfRange(input, (int) span.offset(), (int) span.end());
    }

    private boolean isNumber(Word word) {
        String printed = new String(bytes(word.at()), StandardCharsets.ISO_8859_1);
        if (printed.startsWith("0x") || printed.startsWith("0X")) {
            return word.value() == Long.parseUnsignedLong(printed, 2, printed.length(), 16);
        }
        boolean isDecimal = printed.chars().allMatch(c -> c >= '0' && c <= '9');
        return (printed.length() <= 16 && word.value() == Long.parseUnsignedLong(printed, 16))
                || (isDecimal && word.value() == Long.parseUnsignedLong(printed));
    }

    private void mappings(MappingSection section) {
        MapsSnapshot snapshot = section.snapshot();
        int step = snapshot.size() > MANY ? snapshot.size() / MANY : 1;
        for (int i = 0; i < snapshot.size(); i += step) {
            Mapping mapping = snapshot.mapping(i);
            require(snapshot.indexOf(mapping.start()) == i, "not found where it starts:", mapping);
            require(snapshot.indexOf(mapping.end() - 1) == i, "not found where it ends:", mapping);
            int at = (int) section.position(i);
            int end = at;
            while (end < input.length && input[end] != '-') {
                end++;
            }
            String start = new String(input, at, end - at, StandardCharsets.ISO_8859_1);
            long listed = Long.parseUnsignedLong(start, 16);
            require(!Address.isBelow(mapping.start(), listed), "begins before its line says:", mapping);
        }
    }

    private static void addresses(HsErrReport report) {
        FrameAddresses addresses = new FrameAddresses(report);
        for (PrintedFrame frame : report.fault().frames()) {
            FrameAddress address = addresses.of(frame);
            LibraryImage image = address.image();
            require(image == null || image.spans(address.address()), "not in its library:", address);
        }
        report.process().landmarks().at(0x7f00_0000_0000L);
        report.stackWords();
    }

    private static void require(boolean condition, String message, Object subject) {
        if (!condition) {
            throw new AssertionError(message + " " + subject);
        }
    }
}
