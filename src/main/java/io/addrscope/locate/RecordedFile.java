// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.linux.FileIdentity;
import io.addrscope.linux.FileUnavailableException;
import io.addrscope.linux.OpenFile;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.MapsSnapshot;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.Reason;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether a file of this machine is the one that a record says was mapped. A record has no build IDs: there are the
 * inode and the device, when the file was changed, where its segments lay, and sometimes a piece of its code.
 *
 * <p>It is the one if it has the inode, on the device, and has not been changed since. It is not if something contradicts. Else it
 * may be: what it says is given, and marked. For one thread at a time.
 */
final class RecordedFile {

    /** Files that are looked at to find out whether the record was made on this machine. */
    private static final int MAX_LOOKED_AT = 64;

    private final Recording recording;
    private final ProcessFiles files;
    private @Nullable Boolean isOfThisMachine;

    RecordedFile(Recording recording, ProcessFiles files) {
        this.recording = recording;
        this.files = files;
    }

    /**
     * What was found.
     *
     * @param isUsable whether the file may be used
     * @param reason why it may not, or why that is not proven; null if it is proven
     */
    record Judgement(boolean isUsable, @Nullable Reason reason) {}

    private static Judgement refused(MappingName path, String why) {
        return new Judgement(
                false,
                new Reason(
                        Reason.Code.FILE_REPLACED,
                        "another file lies at " + path.printable() + " than the one that was mapped: " + why));
    }

    private static Judgement unproven(MappingName path, String why) {
        return new Judgement(
                true,
                new Reason(
                        Reason.Code.UNPROVEN,
                        "names and lines are those of the file at " + path.printable() + " now; " + why));
    }

    /**
     * Judges a file.
     *
     * @param mapping the recorded mapping
     * @param around asks for the other recorded mappings
     */
    Judgement judge(FileLocator file, Mapping mapping, MappingCursor around) {
        MappingName path = file.version().path();
        if (mapping.permissions().isExecutable() && !SegmentExtents.fit(file.image(), mapping, around)) {
            return refused(path, "its segments do not lie as the mappings did");
        }
        Likeness likeness = likeness(file.version(), mapping);
        if (likeness == Likeness.DIFFERENT) {
            return refused(path, "its code is not what stood in memory");
        }
        FileIdentity identity = file.version().identity();
        if (identity.inode() != mapping.inode()) {
            return judgeOther(path, identity, mapping, likeness);
        }
        if (!identity.device().equals(mapping.device())) {
            return unproven(
                    path, "it has the same inode, on device " + identity.device() + ", not " + mapping.device());
        }
        return judgeSame(path, identity, likeness);
    }

    /** The inode is another. */
    private Judgement judgeOther(MappingName path, FileIdentity identity, Mapping mapping, Likeness likeness) {
        String differs = "its inode is " + Long.toUnsignedString(identity.inode()) + ", that of the mapped one "
                + Long.toUnsignedString(mapping.inode());
        if (likeness == Likeness.SAME) {
            return unproven(path, differs + ", but the code that was written down is the same");
        }
        if (isOfThisMachine()) {
            return refused(path, differs);
        }
        return unproven(
                path, "none of the mapped files is on this machine, and nothing shows that this is the same build");
    }

    /** The inode and the device are the same. */
    private Judgement judgeSame(MappingName path, FileIdentity identity, Likeness likeness) {
        Instant time = recording.time();
        if (time == null) {
            return unproven(
                    path, "it has the same inode, but it is not known since when it would have to be unchanged");
        }
        if (!identity.changed().toInstant().isAfter(time)) {
            return new Judgement(true, null);
        }
        String when = "it was changed at " + identity.changed().toInstant().truncatedTo(ChronoUnit.SECONDS)
                + ", after it was mapped";
        if (likeness == Likeness.SAME) {
            return unproven(path, when + ", but the code that was written down is the same");
        }
        return identity.modified().toInstant().isAfter(time)
                ? refused(
                        path,
                        "it was written at " + identity.modified().toInstant().truncatedTo(ChronoUnit.SECONDS))
                : unproven(path, when + ", though perhaps only in its name or rights");
    }

    /** How a file compares with the code that was written down. */
    private enum Likeness {
        UNKNOWN,
        SAME,
        DIFFERENT
    }

    /** Code is not changed when it is loaded, but where a library is linked without position independence. */
    private Likeness likeness(FileVersion version, Mapping mapping) {
        List<Recording.Code> here = codeIn(mapping);
        if (here.isEmpty()) {
            return Likeness.UNKNOWN;
        }
        try (OpenFile open = files.open(version.path())) {
            for (Recording.Code code : here) {
                byte[] bytes = new byte[code.bytes().length];
                int count = open.bytes().read(mapping.fileOffset(code.start()), bytes, 0, bytes.length);
                if (count != bytes.length || !Arrays.equals(bytes, code.bytes())) {
                    return Likeness.DIFFERENT;
                }
            }
            return Likeness.SAME;
        } catch (IOException e) {
            // That it cannot be read is told when it is used.
            return Likeness.UNKNOWN;
        }
    }

    private List<Recording.Code> codeIn(Mapping mapping) {
        List<Recording.Code> here = new ArrayList<>();
        if (mapping.permissions().isExecutable() && !mapping.permissions().isWritable()) {
            for (Recording.Code code : recording.code()) {
                if (code.bytes().length > 0 && mapping.contains(code.start()) && mapping.contains(code.end() - 1)) {
                    here.add(code);
                }
            }
        }
        return here;
    }

    /** Returns whether one of the mapped files is here: then the others should be, too. */
    private boolean isOfThisMachine() {
        Boolean known = isOfThisMachine;
        if (known == null) {
            known = findMappedFile();
            isOfThisMachine = known;
        }
        return known;
    }

    private boolean findMappedFile() {
        MapsSnapshot maps = recording.maps();
        Set<MappingName> seen = new HashSet<>();
        for (int i = 0; i < maps.size() && seen.size() < MAX_LOOKED_AT; i++) {
            Mapping mapping = maps.mapping(i);
            if (mapping.isFileBacked() && seen.add(mapping.name()) && isHere(mapping)) {
                return true;
            }
        }
        return false;
    }

    private boolean isHere(Mapping mapping) {
        try {
            FileIdentity identity = files.identify(mapping.name());
            return identity.inode() == mapping.inode() && identity.device().equals(mapping.device());
        } catch (FileUnavailableException e) {
            return false;
        }
    }
}
