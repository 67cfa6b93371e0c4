// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.model.Address;
import io.addrscope.testing.ChannelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Compares {@link SymbolTable} with {@code llvm-symbolizer} on one file: the first, middle and last byte of symbols that
 * {@code readelf} lists, the bytes around them, and random addresses of the sections.
 *
 * <p>The two differ by rule in some ways, which are counted apart; everything else counts as a disagreement.
 */
final class SymbolAgreement {

    private static final long SEED = 20261125;

    /** How an answer compares. */
    enum Verdict {
        /** The same symbol, or both have none. */
        SAME,
        /** llvm-symbolizer knows no procedure linkage table. */
        PLT_SLOT,
        /** Behind a symbol that another holds llvm-symbolizer does not return to the other. */
        ENCLOSING,
        /** llvm-symbolizer prefers a label in a function to the function, and takes labels of the compiler's for names. */
        LABEL,
        /** llvm-symbolizer lets a symbol without a size go on behind its section, and where other symbols were stripped. */
        UNSIZED,
        /** llvm-symbolizer takes a symbol of a section that is not loaded, or that lies outside of its section. */
        MISPLACED,
        /** None of these. */
        OTHER
    }

    private final SymbolTable table;
    private final Map<Verdict, Integer> counts = new TreeMap<>();
    private final StringBuilder others = new StringBuilder();

    /** Names of the symbols that do not lie in a loaded section, although they have one. */
    private final Set<String> misplaced = new HashSet<>();

    private SymbolAgreement(Path file, ElfFile elf, SymbolTable table) {
        for (ReadelfSymbol symbol : ReadelfSymbol.of(file)) {
            if (symbol.section().matches("\\d+")) {
                SectionHeader section = elf.sections().header(Integer.parseInt(symbol.section()));
                boolean isPlace = section.isAllocated() && (section.flags() & SectionHeader.SHF_TLS) == 0;
                if (!isPlace || !section.contains(symbol.value())) {
                    misplaced.add(symbol.name());
                }
            }
        }
        this.table = table;
    }

    /**
     * Compares, prints the counts, and fails if fewer than 99.9 % are the same or differ by rule.
     *
     * @param most how many addresses are asked about
     * @return how many of each verdict there are
     */
    static Map<Verdict, Integer> check(Path file, int most) throws IOException {
        try (ChannelSource source = ChannelSource.file(file)) {
            ElfFile elf = ElfFile.read(source);
            SymbolTable table = SymbolTable.fromFile(elf, SymbolLimits.DEFAULT);
            assertThat(table.faults()).as("%s", file).isEmpty();
            long[] addresses = addresses(file, elf, most);
            SymbolAgreement agreement = new SymbolAgreement(file, elf, table);
            agreement.compare(addresses, LlvmSymbolizer.ask(file, addresses));
            System.out.println(file + ": " + addresses.length + " addresses, " + table.count() + " symbols: "
                    + agreement.counts + agreement.others);
            int unexplained = agreement.counts.getOrDefault(Verdict.OTHER, 0);
            assertThat(unexplained * 1000L)
                    .as("disagreements in %s:%s", file, agreement.others)
                    .isLessThanOrEqualTo(addresses.length);
            return agreement.counts;
        }
    }

    private static long[] addresses(Path file, ElfFile elf, int most) {
        Random random = new Random(SEED);
        LongStream symbols = ReadelfSymbol.of(file).stream()
                .filter(symbol -> !symbol.section().equals("UND") && symbol.value() != 0)
                .flatMapToLong(symbol -> LongStream.of(
                        symbol.value() - 1,
                        symbol.value(),
                        symbol.value() + symbol.size() / 2,
                        symbol.value() + Math.max(1, symbol.size()) - 1,
                        symbol.value() + symbol.size()));
        LongStream.Builder anywhere = LongStream.builder();
        for (int i = 1; i < elf.sections().size(); i++) {
            SectionHeader section = elf.sections().header(i);
            boolean isPlace = section.isAllocated() && (section.flags() & SectionHeader.SHF_TLS) == 0;
            for (int n = 0; isPlace && n < 200 && section.size() > 0; n++) {
                anywhere.add(section.address() + (long) (random.nextDouble() * section.size()));
            }
        }
        long[] all = LongStream.concat(symbols, anywhere.build()).distinct().toArray();
        if (all.length > most) {
            long[] sample = new long[most];
            for (int i = 0; i < most; i++) {
                sample[i] = all[random.nextInt(all.length)];
            }
            return sample;
        }
        return all;
    }

    private void compare(long[] addresses, List<LlvmSymbolizer.Answer> answers) throws IOException {
        for (int i = 0; i < addresses.length; i++) {
            Verdict verdict = verdict(addresses[i], answers.get(i));
            counts.merge(verdict, 1, Integer::sum);
            if (verdict == Verdict.OTHER && others.length() < 2000) {
                others.append("\n    ").append(Address.format(addresses[i]));
                others.append(" ours ").append(describe(table.find(addresses[i])));
                others.append(", llvm ").append(answers.get(i));
            }
        }
    }

    private String describe(int symbol) throws IOException {
        return symbol == SymbolTable.NONE
                ? "none"
                : table.name(symbol) + " " + table.start(symbol) + " " + table.size(symbol);
    }

    private Verdict verdict(long address, LlvmSymbolizer.Answer answer) throws IOException {
        int symbol = table.find(address);
        if (symbol == SymbolTable.NONE) {
            return answer.isNone() ? Verdict.SAME : withoutOurs(address, answer);
        }
        if (!answer.isNone() && table.name(symbol).equals(answer.name()) && table.start(symbol) == answer.start()) {
            return Verdict.SAME;
        }
        if (table.kind(symbol) == SymbolKind.PLT) {
            return answer.isNone() || answer.size() == 0 ? Verdict.PLT_SLOT : Verdict.OTHER;
        }
        if (answer.isNone()) {
            return isBehindAnInnerOne(address, symbol) ? Verdict.ENCLOSING : Verdict.OTHER;
        }
        if (misplaced.contains(answer.name())) {
            return Verdict.MISPLACED;
        }
        boolean isInOurs = Address.isWithin(answer.start(), table.start(symbol), table.end(symbol));
        return isLabel(answer) || (isInOurs && answer.size() == 0 && table.size(symbol) != 0)
                ? Verdict.LABEL
                : Verdict.OTHER;
    }

    private static boolean isLabel(LlvmSymbolizer.Answer answer) {
        return answer.size() == 0 && answer.name().matches("|\\.L.*|\\$[a-z].*");
    }

    private Verdict withoutOurs(long address, LlvmSymbolizer.Answer answer) {
        if (answer.size() != 0) {
            return Verdict.OTHER;
        }
        if (isLabel(answer)) {
            return Verdict.LABEL;
        }
        if (misplaced.contains(answer.name())) {
            return Verdict.MISPLACED;
        }
        int atStart = table.find(answer.start());
        boolean isBehind = atStart != SymbolTable.NONE && !Address.isBelow(address, table.end(atStart));
        return isBehind && (!table.isComplete() || table.size(atStart) == 0) ? Verdict.UNSIZED : Verdict.OTHER;
    }

    /** Whether a symbol begins between ours and the address. */
    private boolean isBehindAnInnerOne(long address, int symbol) {
        return Arrays.stream(new int[] {symbol + 1})
                .anyMatch(next -> next < table.count() && !Address.isBelow(address, table.start(next)));
    }
}
