// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

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
     */
    record FromFile(
            Mapping mapping,
            @Nullable ElfImage image,
            @Nullable Reason reason) {}

    private final ProcessFiles files;
    private final ImageCache cache = new ImageCache();

    FileImages(ProcessFiles files) {
        this.files = files;
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
        Reason reason = null;
        for (MappingName path : pathsOf(settled, escaped)) {
            try {
                ElfImage image = imageAt(path, settled);
                Mapping found = path.equals(literal(settled.name())) ? settled.withName(path) : settled;
                return new FromFile(found, image, null);
            } catch (FileUnavailableException e) {
                // What was found at one path says more than that nothing lies at the next.
                reason = reason == null || reason.code() == Reason.Code.FILE_GONE ? e.reason() : reason;
            }
        }
        return new FromFile(settled, null, settled.deleted() ? unlinked(settled, reason) : reason);
    }

    /** Reads the headers of the file at {@code path} if it is the mapped one: by build ID, else by inode. */
    private ElfImage imageAt(MappingName path, Mapping mapping) throws FileUnavailableException {
        FileIdentity identity = files.identify(path);
        boolean sameInode = identity.inode() == mapping.inode();
        if (!sameInode && mapping.buildId() == null) {
            throw replaced(path);
        }
        ElfImage image;
        try {
            image = image(path, identity);
        } catch (FileUnavailableException e) {
            throw e;
        } catch (IOException e) {
            throw sameInode ? unusable(path, e) : replaced(path);
        }
        if (mapping.buildId() != null && !Objects.equals(mapping.buildId(), image.buildId())) {
            throw replaced(path);
        }
        return image;
    }

    private static FileUnavailableException unusable(MappingName path, IOException cause) {
        if (cause instanceof NotElfException) {
            return new FileUnavailableException(
                    Reason.Code.NOT_ELF, path.printable() + " is not an ELF file, so there are no ELF addresses");
        }
        if (cause instanceof ElfFormatException) {
            return new FileUnavailableException(Reason.Code.MALFORMED_ELF, String.valueOf(cause.getMessage()));
        }
        return new FileUnavailableException(
                Reason.Code.FILE_UNREADABLE, path.printable() + " cannot be read: " + cause.getMessage());
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

    private ElfImage image(MappingName path, FileIdentity identity) throws IOException {
        ElfImage known = cache.get(new ImageCache.Key(path, identity));
        if (known != null) {
            return known;
        }
        try (OpenFile file = files.open(path)) {
            ElfImage image = ElfReader.fromFile(file.bytes());
            cache.put(new ImageCache.Key(path, file.identity()), image);
            return image;
        }
    }

    private static FileUnavailableException replaced(MappingName path) {
        return new FileUnavailableException(
                Reason.Code.FILE_REPLACED, "another file lies at " + path.printable() + " now than the one mapped");
    }

    private static Reason unlinked(Mapping mapping, @Nullable Reason reason) {
        if (reason != null && reason.code() != Reason.Code.FILE_GONE) {
            return reason;
        }
        return new Reason(
                Reason.Code.FILE_GONE,
                mapping.name().withoutDeletedMark().printable() + " was deleted while it was mapped");
    }
}
