// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.AddressSpace;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Source;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The program of {@link ChildJvm}: reads questions from its input, a line each, and answers each with one line. */
public final class LocateMain {

    private static final Map<String, AddressSpace> SPACES = new TreeMap<>();

    private LocateMain() {}

    /** Runs until the input ends. */
    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(answer(line.split(" ", -1)));
        }
    }

    /** {@code locate PID|self SOURCE ADDRESS}, {@code load FILE}, or {@code maps}. */
    private static String answer(String[] question) {
        if (question[0].equals("load")) {
            System.load(question[1]);
            return "loaded";
        }
        Source source = Source.valueOf(question[2]);
        AddressSpace space = SPACES.computeIfAbsent(
                question[1] + question[2],
                key -> question[1].equals("self")
                        ? AddressSpace.self(source)
                        : AddressSpace.of(Long.parseLong(question[1]), source));
        return describe(space.locate(Long.parseUnsignedLong(question[3], 16)));
    }

    static String describe(Location location) {
        Mapping mapping = location.mapping();
        return String.join(
                " ",
                location.obtainedBy().toString(),
                location.elfAddress().isPresent()
                        ? Long.toHexString(location.elfAddress().getAsLong())
                        : "-",
                mapping == null || mapping.buildId() == null
                        ? "-"
                        : mapping.buildId().toString(),
                location.reasons().stream().map(reason -> reason.code().name()).collect(Collectors.joining(",")));
    }
}
