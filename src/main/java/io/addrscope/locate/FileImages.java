// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.elf.ElfFile;
import io.addrscope.elf.ElfFormatException;
import io.addrscope.elf.ElfImage;
import io.addrscope.elf.ElfReader;
import io.addrscope.elf.NotElfException;
import io.addrscope.linux.FileIdentity;
import io.addrscope.linux.FileUnavailableException;
import io.addrscope.linux.OpenFile;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The ELF headers of mapped files, read from the file system; only from the file that is mapped, never from one that has
 * come to lie at its path. Safe for any number of threads.
 */
final class FileImages {

    /**
     * What the file system has of a mapping.
     *
     * @param mapping the mapping, with the truth about its name and the deletion of its file
     * @param image the headers of the mapped file; null if they cannot be had
     * @param reason why not; null if they can
     * @param proof whether this was said of the mapped file
     * @param version the file, in the state in which it was looked at; null if it could not be
     */
    record FromFile(
            Mapping mapping,
            @Nullable ElfImage image,
            @Nullable Reason reason,
            Proof proof,
            @Nullable FileVersion version) {

        private FromFile(Mapping mapping, Reason reason) {
            this(mapping, null, reason, Proof.OTHER, null);
        }
    }

    /** Whether a file that was found is the mapped one. */
    enum Proof {
        /** It is: the build is the same, or the inode on the same device. */
        SAME,
        /** It has the same inode, on what may be another device: {@code stat} does not always tell. */
        LIKELY,
        /** It is not, or none was found. */
        OTHER
    }

    /** How often a file is read again that changes while it is read. */
    private static final int MAX_TRIES = 3;

    private final ProcessFiles files;
    private final ImageCache cache = new ImageCache();

    FileImages(ProcessFiles files) {
        this.files = files;
    }

    ProcessFiles files() {
        return files;
    }

    ImageCache cache() {
        return cache;
    }

    /** Finds out whether a name that ends in {@code  (deleted)} is that of a live file, which takes a look at the file. */
    Mapping settleDeleted(Mapping mapping) {
        return mapping.deleted() && isAt(mapping, mapping.name()) ? mapping.withDeleted(false) : mapping;
    }

    private boolean isAt(Mapping mapping, MappingName path) {
        try {
            return files.identify(path).inode() == mapping.inode();
        } catch (FileUnavailableException e) {
            return false;
        }
    }

    /**
     * Reads the headers of the mapped file.
     *
     * @param mapping a file-backed mapping
     * @param escaped whether its name comes from text that spells a newline as {@code \012}
     */
    FromFile find(Mapping mapping, boolean escaped) {
        Mapping settled = settleDeleted(mapping);
        FromFile best = null;
        for (MappingName path : pathsOf(settled, escaped)) {
            FromFile found = lookAt(path, settled);
            if (found.proof() != Proof.OTHER) {
                Mapping named = path.equals(literal(settled.name())) ? settled.withName(path) : settled;
                return new FromFile(named, found.image(), found.reason(), found.proof(), found.version());
            }
            // What was found at one path says more than that nothing lies at the next.
            best = best == null || isGone(best) ? found : best;
        }
        return best == null || (isGone(best) && settled.deleted()) ? new FromFile(settled, unlinked(settled)) : best;
    }

    private static boolean isGone(FromFile found) {
        return found.reason() != null && found.reason().code() == Reason.Code.FILE_GONE;
    }

    /** Reads the headers of the file at {@code path} if it is the mapped one: by build ID, else by inode. */
    private FromFile lookAt(MappingName path, Mapping mapping) {
        try {
            for (int tries = 0; tries < MAX_TRIES; tries++) {
                FileIdentity identity = files.identify(path);
                FileVersion version = new FileVersion(path, identity);
                Proof proof = proof(identity, mapping);
                if (!identity.isRegular()) {
                    return new FromFile(
                            mapping,
                            null,
                            FileUnavailableException.notRegular(path).reason(),
                            proof,
                            version);
                }
                if (proof == Proof.OTHER && mapping.buildId() == null) {
                    return new FromFile(mapping, replaced(path));
                }
                ElfImage known = cache.get(version);
                if (known != null) {
                    return judge(known, proof, version, mapping);
                }
                boolean isAtRest = version.isAtRest();
                FromFile read = read(version, proof, mapping);
                // What was read is of one state of one file if that file is still there, in the same state.
                if (read != null && files.identify(path).equals(identity)) {
                    if (read.image() != null && isAtRest) {
                        cache.put(version, read.image());
                    }
                    return read;
                }
            }
            return new FromFile(
                    mapping,
                    new Reason(Reason.Code.CHANGED, path.printable() + " was replaced or written while it was read"));
        } catch (FileUnavailableException e) {
            return new FromFile(mapping, e.reason());
        }
    }

    /** Returns null if another file lies at the path by now than the one identified. */
    private @Nullable FromFile read(FileVersion version, Proof proof, Mapping mapping) throws FileUnavailableException {
        MappingName path = version.path();
        try (OpenFile file = files.open(path)) {
            return file.identity().equals(version.identity())
                    ? judge(ElfReader.fromFile(file.bytes()), proof, version, mapping)
                    : null;
        } catch (FileUnavailableException e) {
            throw e;
        } catch (IOException e) {
            return proof == Proof.OTHER
                    ? new FromFile(mapping, replaced(path))
                    : new FromFile(mapping, null, unusable(path, e), proof, version);
        }
    }

    private static FromFile judge(ElfImage image, Proof proof, FileVersion version, Mapping mapping) {
        if (mapping.buildId() == null) {
            return new FromFile(mapping, image, null, proof, version);
        }
        return Objects.equals(mapping.buildId(), image.buildId())
                ? new FromFile(mapping, image, null, Proof.SAME, version)
                : new FromFile(mapping, replaced(version.path()));
    }

    /** Reads something of an open file. */
    interface Reading<T> {

        /** Returns what was read; all of it, since the file is closed afterwards. */
        T read(OpenFile file, ElfFile elf) throws IOException;
    }

    /**
     * Reads something of a file in one state.
     *
     * @throws FileUnavailableException if the file is not there any more in that state, before or after the reading
     * @throws IOException if it cannot be read or understood
     */
    <T> T read(FileVersion version, Reading<T> reading) throws IOException {
        MappingName path = version.path();
        T result;
        try (OpenFile file = files.open(path)) {
            requireSame(path, version.identity(), file.identity());
            result = reading.read(file, ElfFile.read(file.bytes()));
        }
        requireSame(path, version.identity(), files.identify(path));
        return result;
    }

    /**
     * Checks that a file is in the state that it was in.
     *
     * @throws FileUnavailableException if it is not
     */
    static void requireSame(MappingName path, FileIdentity was, FileIdentity is) throws FileUnavailableException {
        if (!is.equals(was)) {
            throw new FileUnavailableException(
                    Reason.Code.CHANGED, path.printable() + " was replaced or written meanwhile");
        }
    }

    private static Proof proof(FileIdentity identity, Mapping mapping) {
        if (identity.inode() != mapping.inode()) {
            return Proof.OTHER;
        }
        return identity.device().equals(mapping.device()) ? Proof.SAME : Proof.LIKELY;
    }

    static Reason unusable(MappingName path, IOException cause) {
        if (cause instanceof FileUnavailableException unavailable) {
            return unavailable.reason();
        }
        if (cause instanceof NotElfException) {
            return new Reason(
                    Reason.Code.NOT_ELF, path.printable() + " is not an ELF file, so there are no ELF addresses");
        }
        if (cause instanceof ElfFormatException) {
            return new Reason(Reason.Code.MALFORMED_ELF, String.valueOf(cause.getMessage()));
        }
        return new Reason(Reason.Code.FILE_UNREADABLE, path.printable() + " cannot be read: " + cause.getMessage());
    }

    /** The paths at which the file may lie, the likeliest first. */
    private static List<MappingName> pathsOf(Mapping mapping, boolean escaped) {
        List<MappingName> paths = new ArrayList<>(2);
        if (!mapping.deleted()) {
            paths.add(mapping.name());
        }
        if (mapping.name().hasDeletedMark()) {
            // Unlinked, yet another link may have taken the place, or the same build of the library.
            paths.add(mapping.name().withoutDeletedMark());
        }
        if (escaped && mapping.name().text().indexOf('\n') >= 0) {
            paths.add(literal(mapping.name()));
        }
        return paths;
    }

    /** The name as if the {@code \012} that was taken for a newline stood in the file's name. */
    private static MappingName literal(MappingName name) {
        String bytes = new String(name.bytes(), StandardCharsets.ISO_8859_1);
        return MappingName.of(bytes.replace("\n", "\\012").getBytes(StandardCharsets.ISO_8859_1));
    }

    static Reason replaced(MappingName path) {
        return new Reason(
                Reason.Code.FILE_REPLACED, "another file lies at " + path.printable() + " now than the one mapped");
    }

    private static Reason unlinked(Mapping mapping) {
        return new Reason(
                Reason.Code.FILE_GONE,
                mapping.name().withoutDeletedMark().printable() + " was deleted while it was mapped");
    }
}
