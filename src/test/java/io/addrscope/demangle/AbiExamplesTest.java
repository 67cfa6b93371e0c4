// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of the Itanium C++ ABI's document, one by one, and every operator and builtin type of its tables. Where the
 * document has a part of a name (a type, an expression), it stands in the smallest name that can hold it.
 *
 * <p>A line of the file is: section of the document (or of its separate examples), raw name, what is shown, and what else is
 * known to be shown by some version of llvm-cxxfilt or c++filt, whose classes the package's documentation lists.
 */
class AbiExamplesTest {
    record Example(String section, String raw, String shown, List<String> others) {
        static Example of(String line) {
            List<String> fields = List.of(line.split("\t", -1));
            return new Example(fields.get(0), fields.get(1), fields.get(2), fields.subList(3, fields.size()));
        }

        @Override
        public String toString() {
            return section + " " + raw;
        }
    }

    static List<Example> examples() {
        try (InputStream file = AbiExamplesTest.class.getResourceAsStream("abi-examples.tsv")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Example::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isShownAsTheDocumentMeansIt(Example example) {
        assertThat(Demangler.of(Style.FULL).demangle(example.raw())).isEqualTo(example.shown());
    }

    @Test
    void llvmShowsTheSame() {
        assertThat(shareShownAlike(Reference.llvm())).isGreaterThan(0.8);
    }

    @Test
    void gnuShowsTheSame() {
        assertThat(shareShownAlike(Reference.gnu())).isGreaterThan(0.5);
    }

    /** The share of the examples on which the reference says what we say; elsewhere it says what is known, or gives up. */
    private static double shareShownAlike(Reference reference) {
        List<Example> examples = examples();
        List<String> theirs =
                reference.demangle(examples.stream().map(Example::raw).toList());
        int same = 0;
        for (int i = 0; i < theirs.size(); i++) {
            Example example = examples.get(i);
            String answer = theirs.get(i);
            if (answer.equals(example.shown())) {
                same++;
            } else if (!answer.equals(example.raw())) {
                assertThat(answer).as("%s by %s", example, reference).isIn(example.others());
            }
        }
        return (double) same / theirs.size();
    }
}
