// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.crash.Description.LibraryPlace;
import io.addrscope.crash.FrameAddress.Basis;
import io.addrscope.crash.HexDump.MemoryWord;
import io.addrscope.crash.PrintedFrame.ModuleOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives printed frames their addresses. HotSpot prints {@code [libc.so.6+0x9cb84]}: the name by which the library was
 * loaded, without directories, which need not be that of its file, and the distance from its lowest mapping, which is no
 * ELF address. So the library is looked for among the mappings, and what the answer rests on is said.
 *
 * <p>Immutable once made; safe for any number of threads.
 */
public final class FrameAddresses {

    private final List<LibraryImage> images;
    private final boolean mayLackMappings;

    /** Lowest addresses by the names that the report gives them; empty lists where it contradicts itself. */
    private final Map<String, LibraryImage> named = new HashMap<>();

    private final Map<String, List<LibraryImage>> byBaseName = new HashMap<>();
    private final Set<Long> stackWords = new HashSet<>();
    private final @Nullable Word headerPc;
    private final @Nullable PrintedFrame headerFrame;

    /** Looks at the mappings and at what the report says of libraries. */
    public FrameAddresses(HsErrReport report) {
        MappingSection mappings = report.process().mappings();
        this.images = LibraryImages.of(mappings.snapshot());
        this.mayLackMappings = mappings.isCut() || images.size() >= Limits.LIBRARIES;
        this.headerPc = report.header().pc();
        this.headerFrame = report.header().frame();
        for (LibraryImage image : images) {
            List<LibraryImage> ofName = byBaseName.get(image.baseName());
            if (ofName == null) {
                ofName = new ArrayList<>();
                byBaseName.put(image.baseName(), ofName);
            }
            ofName.add(image);
        }
        for (MemoryWord word : report.stackWords()) {
            stackWords.add(word.word().value());
        }
        Map<String, Long> bases = new HashMap<>();
        collect(bases, report.fault().registerDescriptions());
        collect(bases, report.fault().stackDescriptions());
        for (Map.Entry<String, Long> base : bases.entrySet()) {
            name(base.getKey(), base.getValue());
        }
    }

    /** Returns the libraries and programs among the mappings, in ascending order of addresses. */
    public List<LibraryImage> images() {
        return images;
    }

    /** Collects the lowest addresses that are printed with the paths of libraries; 0 where two differ. */
    private static void collect(Map<String, Long> bases, List<Description> descriptions) {
        for (Description description : descriptions) {
            LibraryPlace place = description.library();
            if (place != null && !place.path().isCut()) {
                String path = place.path().text();
                String name = path.substring(path.lastIndexOf('/') + 1);
                long base = place.base().value();
                Long known = bases.putIfAbsent(name, base);
                if (known != null && known != base) {
                    bases.put(name, 0L);
                }
            }
        }
    }

    private void name(String name, long base) {
        for (LibraryImage image : images) {
            if (image.base() == base && base != 0) {
                named.put(name, image);
            }
        }
    }

    /** Returns the address of a frame of this report, and what it rests on. */
    public FrameAddress of(PrintedFrame frame) {
        Word pc = frame.pc();
        if (pc != null) {
            return new FrameAddress(Basis.PRINTED, pc.value(), at(pc.value()), List.of());
        }
        ModuleOffset module = frame.module();
        if (module == null) {
            return new FrameAddress(Basis.NOTHING, 0, null, List.of());
        }
        String name = module.name().text();
        long offset = module.offset().value();
        LibraryImage shown = ofHeader(module);
        if (shown != null && headerFrame != null && module.sameAs(headerFrame.module())) {
            return found(Basis.HEADER, shown, offset, List.of(shown));
        }
        LibraryImage reported = shown != null ? shown : named.get(name);
        List<LibraryImage> candidates = candidates(name, reported);
        if (candidates.size() == 1) {
            Basis listed = mayLackMappings ? Basis.ONLY_LISTED_LIBRARY : Basis.ONLY_LIBRARY;
            Basis told = shown != null ? Basis.HEADER : Basis.REPORTED_BASE;
            return found(reported == null ? listed : told, candidates.get(0), offset, candidates);
        }
        if (!candidates.isEmpty()) {
            return several(candidates, offset);
        }
        List<LibraryImage> similar = similar(name);
        FrameAddress onStack = several(similar, offset);
        return similar.size() == 1 && !onStack.basis().hasAddress()
                ? found(Basis.SIMILAR_NAME, similar.get(0), offset, similar)
                : onStack;
    }

    /** Returns the libraries of a name, and of the file of the one that the report itself gives this name. */
    private List<LibraryImage> candidates(String name, @Nullable LibraryImage reported) {
        List<LibraryImage> ofName = byBaseName.getOrDefault(name, List.of());
        if (reported == null || reported.baseName().equals(name)) {
            return ofName;
        }
        List<LibraryImage> all = new ArrayList<>(ofName);
        all.addAll(byBaseName.getOrDefault(reported.baseName(), List.of()));
        return all;
    }

    /** Chooses the library for which the frame's address is a word of the stack, if that is so for one of them. */
    private FrameAddress several(List<LibraryImage> candidates, long offset) {
        LibraryImage chosen = null;
        for (LibraryImage candidate : candidates) {
            if (stackWords.contains(candidate.base() + offset)) {
                if (chosen != null) {
                    return new FrameAddress(Basis.SEVERAL_LIBRARIES, 0, null, candidates);
                }
                chosen = candidate;
            }
        }
        if (chosen != null) {
            return found(Basis.WORD_OF_STACK, chosen, offset, candidates);
        }
        Basis basis = candidates.isEmpty() ? Basis.NO_LIBRARY : Basis.SEVERAL_LIBRARIES;
        return new FrameAddress(basis, 0, null, candidates);
    }

    /** Returns the library which the header's pc and frame show to have this name; null if they do not. */
    private @Nullable LibraryImage ofHeader(ModuleOffset module) {
        ModuleOffset shown = headerFrame == null ? null : headerFrame.module();
        if (headerPc == null
                || shown == null
                || !shown.name().text().equals(module.name().text())) {
            return null;
        }
        LibraryImage image = at(headerPc.value());
        return image != null && image.base() + shown.offset().value() == headerPc.value() ? image : null;
    }

    private static FrameAddress found(Basis basis, LibraryImage image, long offset, List<LibraryImage> candidates) {
        long address = image.base() + offset;
        return image.spans(address)
                ? new FrameAddress(basis, address, image, candidates)
                : new FrameAddress(Basis.NO_LIBRARY, 0, null, candidates);
    }

    private @Nullable LibraryImage at(long address) {
        for (LibraryImage image : images) {
            if (image.spans(address)) {
                return image;
            }
        }
        return null;
    }

    /** Returns the libraries whose names begin as {@code name} does, up to a version or {@code .so}. */
    private List<LibraryImage> similar(String name) {
        String stem = stem(name);
        List<LibraryImage> similar = new ArrayList<>();
        for (LibraryImage image : images) {
            if (stem(image.baseName()).equals(stem)) {
                similar.add(image);
            }
        }
        return similar;
    }

    private static String stem(String name) {
        int end = 0;
        while (end < name.length() && isOfStem(name, end)) {
            end++;
        }
        return name.substring(0, end);
    }

    /** {@code libc} of {@code libc-2.31.so} and {@code libc.so.6}, {@code python} of {@code python3.12}. */
    private static boolean isOfStem(String name, int index) {
        char c = name.charAt(index);
        boolean isVersion = index > 0 && c >= '0' && c <= '9';
        boolean isDashAndDigit =
                c == '-' && index + 1 < name.length() && name.charAt(index + 1) >= '0' && name.charAt(index + 1) <= '9';
        return !isVersion && !isDashAndDigit && c != '.';
    }
}
