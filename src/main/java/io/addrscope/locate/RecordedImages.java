// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.debuginfo.DebugSettings;
import io.addrscope.linux.FileUnavailableException;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.linux.TargetProcess;
import io.addrscope.maps.MappingCursor;
import io.addrscope.model.Device;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.Reason;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds on this machine the files of recorded mappings. Some are kept, the rest looked for again. For one thread at a time. */
final class RecordedImages {

    /** Files whose symbols are kept at the same time; each may take as large a part of the memory. */
    private static final int MAX_KEPT = 8;

    private final Recording recording;
    private final DebugSettings debug;
    private final long memory;
    private final boolean wantLines;
    private final ProcessFiles files = new ProcessFiles(TargetProcess.self(), null);
    private final RecordedFile judge;
    private final Map<Key, RecordedImage> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, RecordedImage> eldest) {
            return size() > MAX_KEPT;
        }
    };

    /** @param memory bytes that may be kept, about */
    RecordedImages(Recording recording, DebugSettings debug, long memory, boolean wantLines) {
        this.recording = recording;
        this.debug = debug;
        this.memory = memory;
        this.wantLines = wantLines;
        this.judge = new RecordedFile(recording, files);
    }

    /** A file, as mappings tell; code and data of it are judged on their own. */
    private record Key(MappingName name, Device device, long inode, boolean isCode) {}

    /**
     * Returns the file behind a mapping.
     *
     * @param around asks for the other recorded mappings
     */
    RecordedImage of(Mapping mapping, MappingCursor around) {
        if (!mapping.isFileBacked()) {
            return new RecordedImage(null, inMemoryOnly(mapping));
        }
        Key key = new Key(
                mapping.name(),
                mapping.device(),
                mapping.inode(),
                mapping.permissions().isExecutable());
        RecordedImage image = kept.get(key);
        if (image == null) {
            image = find(mapping, around);
            kept.put(key, image);
        }
        return image;
    }

    private List<Reason> inMemoryOnly(Mapping mapping) {
        Reason reason = WithoutFile.reason(mapping);
        if (reason == null) {
            String what = WithoutFile.isVdso(mapping)
                    ? "the kernel's own image"
                    : "the memory file " + mapping.name().printable();
            reason = new Reason(
                    Reason.Code.NOT_RECORDED,
                    "the " + recording.obtainedBy() + " does not hold what was in the memory of " + what);
        }
        return List.of(reason);
    }

    private RecordedImage find(Mapping mapping, MappingCursor around) {
        if (mapping.deleted()) {
            return without(new Reason(
                    Reason.Code.FILE_GONE,
                    mapping.name().withoutDeletedMark().printable() + " was deleted while it was mapped"));
        }
        Mapping code = mapping.permissions().isExecutable() ? mapping : codeOf(mapping, around);
        try {
            FileLocator file = new FileLocator(mapping.name(), memory / MAX_KEPT, debug, wantLines);
            RecordedFile.Judgement judgement = judge.judge(file, code == null ? mapping : code, around);
            Reason reason = judgement.reason();
            List<Reason> reasons = reason == null ? List.of() : List.of(reason);
            return new RecordedImage(judgement.isUsable() ? file : null, reasons);
        } catch (FileUnavailableException e) {
            return without(e.reason());
        } catch (IOException e) {
            return without(FileImages.unusable(mapping.name(), e));
        }
    }

    private static RecordedImage without(Reason reason) {
        return new RecordedImage(null, List.of(reason));
    }

    /** Returns the nearest mapping with code of the file whose data a mapping is: by that the file is judged. Null if there is none. */
    private @Nullable Mapping codeOf(Mapping data, MappingCursor around) {
        Mapping candidate = data;
        while (around.seekPrevious(candidate.start())) {
            candidate = around.mapping();
            if (!candidate.isSameFile(data)) {
                return null;
            }
            if (candidate.permissions().isExecutable()) {
                return candidate;
            }
        }
        return null;
    }
}
