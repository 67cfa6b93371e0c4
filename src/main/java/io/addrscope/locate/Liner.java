// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.dwarf.SourceFrame;
import io.addrscope.dwarf.SourceFrames;
import io.addrscope.elf.ProgramHeader;
import io.addrscope.model.Address;
import io.addrscope.model.Frame;
import io.addrscope.model.Location;
import io.addrscope.model.Reason;
import io.addrscope.model.Symbol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds to locations of one image the functions, files and lines that its debug information has of them, or why it has none.
 *
 * <p>For one thread at a time.
 */
final class Liner {

    /** What a symbol's table is called that only debug information knows. */
    private static final String DWARF = "dwarf";

    private final String file;

    /** Where the locations stand that are in code, in the array that is worked on. */
    private final int[] places;

    private final long[] elfAddresses;
    private final int count;

    /**
     * Looks for those that are in code: there are no lines of anything else.
     *
     * @param file what messages call the image
     * @param headers the image's program headers; where there are none, everything may be code
     * @param locations those of the image from {@code from}, inclusive, to {@code to}, exclusive
     */
    Liner(String file, List<ProgramHeader> headers, Location[] locations, int from, int to) {
        this.file = file;
        int[] found = new int[to - from];
        long[] addresses = new long[to - from];
        int inCode = 0;
        for (int i = from; i < to; i++) {
            if (locations[i].elfAddress().isPresent()) {
                long elfAddress = locations[i].elfAddress().getAsLong();
                if (isCode(headers, elfAddress)) {
                    found[inCode] = i;
                    addresses[inCode++] = elfAddress;
                }
            }
        }
        this.places = found;
        this.elfAddresses = Arrays.copyOf(addresses, inCode);
        this.count = inCode;
    }

    private static boolean isCode(List<ProgramHeader> headers, long elfAddress) {
        ProgramHeader segment = ProgramHeader.holding(elfAddress, headers);
        return segment == null ? headers.isEmpty() : segment.isExecutable();
    }

    /** Returns whether none of the locations is in code. */
    boolean isIdle() {
        return count == 0;
    }

    /**
     * Puts locations with frames in the place of those without.
     *
     * @throws IOException if the debug information cannot be read; then nothing was done
     */
    void add(ImageLines lines, Location[] locations) throws IOException {
        Reason missing = lines.missing();
        if (missing != null) {
            addMissing(missing, locations);
            return;
        }
        List<SourceFrames> found = lines.frames(elfAddresses);
        for (int i = 0; i < count; i++) {
            Location plain = locations[places[i]];
            locations[places[i]] = lined(plain, elfAddresses[i], found.get(i), lines.debugFile());
        }
    }

    /** Puts locations with a reason in the place of those without. */
    void addMissing(Reason reason, Location[] locations) {
        for (int i = 0; i < count; i++) {
            Location plain = locations[places[i]];
            // Where the symbol is missing, too, it was said already what was looked for where.
            if (plain.reason(Reason.Code.STRIPPED) == null) {
                locations[places[i]] = plain.with(plain.symbol(), List.of(), and(plain.reasons(), reason));
            }
        }
    }

    private Location lined(Location plain, long elfAddress, SourceFrames found, @Nullable String debugFile) {
        List<Reason> reasons = plain.reasons();
        if (found.fault() != null) {
            reasons = and(
                    reasons,
                    new Reason(
                            Reason.Code.MALFORMED_DEBUG_INFO,
                            String.valueOf(found.fault().getMessage())));
        }
        List<SourceFrame> sources = found.frames();
        Symbol symbol = plain.symbol();
        if (sources.isEmpty()) {
            // A stub, a slot, padding: where no function is, nobody expects a line.
            return symbol == null || found.fault() != null
                    ? plain.with(symbol, List.of(), reasons)
                    : plain.with(symbol, List.of(), and(reasons, uncovered(elfAddress)));
        }
        Frame[] frames = new Frame[sources.size()];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = frame(sources.get(i), i == frames.length - 1 ? symbol : null);
        }
        if (symbol == null) {
            symbol = symbol(sources.get(sources.size() - 1), elfAddress, debugFile);
            reasons = symbol == null ? reasons : withoutMissingSymbol(reasons);
        }
        return plain.with(symbol, List.of(frames), reasons);
    }

    private Reason uncovered(long elfAddress) {
        return new Reason(
                Reason.Code.NO_DEBUG_INFO,
                "the debug information of " + file + " says nothing of " + Address.format(elfAddress));
    }

    /** @param symbol the symbol there if this is the outermost function; else null */
    private static Frame frame(SourceFrame source, @Nullable Symbol symbol) {
        String raw = source.function();
        String function = raw == null ? symbol == null ? null : symbol.name() : DemangledNames.of(raw);
        // What is not mangled is not changed, so that the scope is still its beginning.
        String scope = raw != null && raw.equals(function) && source.linkageName() == null ? source.scope() : null;
        return new Frame(
                function,
                scope,
                source.file(),
                source.line(),
                source.column(),
                source.discriminator(),
                source.inlined());
    }

    /** Returns the function as a symbol, where no symbol table has it; null if it has no name, or no beginning. */
    private static @Nullable Symbol symbol(SourceFrame outermost, long elfAddress, @Nullable String debugFile) {
        String raw = outermost.function();
        long start = outermost.functionLowPc();
        return raw == null || start == 0 || Address.isBelow(elfAddress, start)
                ? null
                : new Symbol(
                        DemangledNames.of(raw), raw, null, "function", DWARF, null, debugFile, elfAddress - start, 0);
    }

    private static List<Reason> withoutMissingSymbol(List<Reason> reasons) {
        List<Reason> others = new ArrayList<>(reasons.size());
        for (Reason reason : reasons) {
            if (reason.code() != Reason.Code.STRIPPED && reason.code() != Reason.Code.NO_SYMBOL) {
                others.add(reason);
            }
        }
        return others;
    }

    private static List<Reason> and(List<Reason> reasons, Reason one) {
        List<Reason> all = new ArrayList<>(reasons);
        all.add(one);
        return all;
    }
}
