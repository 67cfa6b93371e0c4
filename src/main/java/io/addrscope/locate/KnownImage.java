// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.maps.MappingCursor;
import io.addrscope.model.BuildId;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the image behind one mapping; it holds for every address in it, as long as its proof does. Safe for any
 * number of threads.
 */
final class KnownImage {

    /** What the object and what only it refers to take, in bytes, about. */
    static final long BYTES = 400;

    private final Mapping mapping;
    private final @Nullable LoadedImage image;
    private final List<Reason> reasons;
    private final ImageProof proof;
    private final @Nullable FileVersion file;
    private volatile long provenIn;
    private volatile long provenNanos;
    private final PartPlace<ImageSymbols> symbols = new PartPlace<>();
    private final PartPlace<ImageLines> lines = new PartPlace<>();

    /**
     * @param mapping the mapping, with the build ID and the truth about the deletion of its file as far as they are known
     * @param image the image; null if there is none
     * @param reasons why something is missing, whatever the address
     * @param proof shows that all this still holds
     * @param file the file that the image was read from; null if it was read from memory
     */
    KnownImage(
            Mapping mapping,
            @Nullable LoadedImage image,
            List<Reason> reasons,
            ImageProof proof,
            @Nullable FileVersion file) {
        this.mapping = mapping;
        this.image = image;
        this.reasons = List.copyOf(reasons);
        this.proof = proof;
        this.file = file;
    }

    Mapping mapping() {
        return mapping;
    }

    /** Returns the image; null if there is none. */
    @Nullable
    LoadedImage image() {
        return image;
    }

    /** Returns the file that the image was read from; null if it was read from memory. */
    @Nullable
    FileVersion file() {
        return file;
    }

    /**
     * Returns what its parts are kept by: the file in its state, else the build; null if nothing would show, the next time,
     * that they are those of the image. Of a file that was written just now the state tells nothing yet: its parts are this image's
     * alone.
     */
    @Nullable
    Object partsKey() {
        if (file != null) {
            return file.isAtRest() ? file : this;
        }
        BuildId buildId = image == null ? null : image.image().buildId();
        return buildId == null ? null : new InMemory(mapping.name(), buildId);
    }

    /**
     * An image in memory, wherever it is loaded.
     *
     * @param name what the kernel calls it
     * @param buildId its build
     */
    private record InMemory(MappingName name, BuildId buildId) {

        // Written out for the reason that Device gives.

        @Override
        public boolean equals(Object other) {
            return other instanceof InMemory that && name.equals(that.name) && buildId.equals(that.buildId);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + buildId.hashCode();
        }
    }

    /** Returns the symbols of this image, as long as they are kept; null if they have to be looked for. */
    @Nullable
    ImageSymbols symbols() {
        return symbols.get();
    }

    /** Returns where its symbols are found. */
    PartPlace<ImageSymbols> symbolsPlace() {
        return symbols;
    }

    /** Returns where its debug information is found. */
    PartPlace<ImageLines> linesPlace() {
        return lines;
    }

    /**
     * Returns whether all this still holds of the mapping, which was found in force.
     *
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    boolean holds(ImageProof.Means means) {
        return proof.holds(means);
    }

    /**
     * Notes that the proof held.
     *
     * @param epoch the epoch before that was looked at
     * @param nanos the time before that was looked at
     */
    void proven(long epoch, long nanos) {
        provenNanos = nanos;
        provenIn = epoch;
    }

    long provenIn() {
        return provenIn;
    }

    long provenNanos() {
        return provenNanos;
    }

    /** Says what the image says of an address of the mapping; {@code around} asks for the mappings near it. */
    ResolvedImage at(long address, MappingCursor around) {
        LoadedImage loaded = image;
        if (loaded == null) {
            return new ResolvedImage(mapping, false, OptionalLong.empty(), reasons);
        }
        OptionalLong elfAddress = loaded.elfAddress(address, around);
        if (elfAddress.isPresent()) {
            return new ResolvedImage(mapping, true, elfAddress, reasons);
        }
        List<Reason> more = new ArrayList<>(reasons);
        MappingName name = mapping.name();
        more.add(
                new Reason(Reason.Code.NOT_IN_SEGMENT, "the address lies between the segments of " + name.printable()));
        return new ResolvedImage(mapping, true, elfAddress, more);
    }
}
