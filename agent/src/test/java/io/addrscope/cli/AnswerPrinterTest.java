// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.addrscope.model.Freshness;
import io.addrscope.model.Location;
import io.addrscope.model.ObtainedBy;
import io.addrscope.render.LocationFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AnswerPrinterTest {

    private static final int FEW = 10;
    private static final int MANY = 10_000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    private final LocationFormat decimal = (buffer, location) -> {
        threads.add(Thread.currentThread().getName());
        buffer.append(location.address()).append('\n');
    };

    @Test
    void printsInOrderHoweverManyComeAtOnce() {
        int next = 0;
        try (AnswerPrinter printer = new AnswerPrinter(console(out), decimal)) {
            for (int count : List.of(MANY, FEW, MANY, MANY, FEW, FEW, MANY)) {
                printer.print(answers(next, count));
                next += count;
            }
        }
        assertThat(printed()).isEqualTo(lines(next));
        assertThat(threads).containsExactlyInAnyOrder(Thread.currentThread().getName(), "addrscope-print");
    }

    @Test
    void sendsAllWhenFlushed() {
        try (AnswerPrinter printer = new AnswerPrinter(console(out), decimal)) {
            printer.print(answers(0, MANY));
            printer.flush();
            assertThat(printed()).isEqualTo(lines(MANY));
        }
    }

    @Test
    void whatWasFoundIsPrintedWhenTheNextCannotBe() {
        assertThatThrownBy(() -> {
                    try (AnswerPrinter printer = new AnswerPrinter(console(out), decimal)) {
                        printer.print(answers(0, MANY));
                        throw new IOException("no more");
                    }
                })
                .hasMessage("no more");
        assertThat(printed()).isEqualTo(lines(MANY));
    }

    @Test
    void outputThatIsLostBesideIsToldToWhoeverComesNext() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        AnswerPrinter printer = new AnswerPrinter(console(full), decimal);
        printer.print(answers(0, MANY));
        assertThatThrownBy(() -> printer.print(answers(MANY, FEW)))
                .isInstanceOfAny(LostOutputException.class, ClosedPipeException.class);
    }

    @Test
    void defectsBesideAreToldToWhoeverComesNext() {
        AnswerPrinter printer = new AnswerPrinter(console(out), (buffer, location) -> {
            throw new StackOverflowError("deep");
        });
        printer.print(answers(0, MANY));
        assertThatThrownBy(printer::close).isInstanceOf(StackOverflowError.class);
    }

    private static Console console(OutputStream out) {
        return new Console(InputStream.nullInputStream(), out, new PrintStream(OutputStream.nullOutputStream()));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String lines(int end) {
        return LongStream.range(0, end).mapToObj(address -> address + "\n").collect(Collectors.joining());
    }

    private static List<Location> answers(long first, int count) {
        return LongStream.range(first, first + count)
                .mapToObj(AnswerPrinterTest::answer)
                .toList();
    }

    private static Location answer(long address) {
        return new Location(
                address,
                ObtainedBy.FILE,
                Freshness.SNAPSHOT,
                0,
                0,
                null,
                null,
                null,
                OptionalLong.empty(),
                OptionalLong.empty(),
                null,
                List.of(),
                null,
                List.of());
    }
}
