// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What one process cost from start to end.
 *
 * @param nanos wall time
 * @param kibibytes the most resident memory
 */
record Cost(long nanos, long kibibytes) {

    static final int ANY_CPU = -1;

    /** Runs a program, whose standard output is thrown away, on one CPU or {@link #ANY_CPU}. */
    static Cost of(Bench bench, int cpu, List<String> program) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(bench.floor(), "run", String.valueOf(cpu)));
        command.addAll(program);
        List<String> said = Commands.run(command);
        if (said.size() != 1) {
            throw new IOException(String.join(" ", program) + " wrote:\n" + String.join("\n", said));
        }
        return parse(said.get(0));
    }

    /** Reads what the C program prints. */
    static Cost parse(String said) {
        String[] numbers = said.split(" ", -1);
        return new Cost(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }
}
