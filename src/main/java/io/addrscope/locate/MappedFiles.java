// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.linux.FileIdentity;
import io.addrscope.linux.FileUnavailableException;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.linux.TargetProcess;
import io.addrscope.model.Mapping;
import java.util.OptionalLong;

/** The files behind mappings, as they are now. Safe for any number of threads. */
public final class MappedFiles {

    private final ProcessFiles files;

    MappedFiles(ProcessFiles files) {
        this.files = files;
    }

    /** Returns files by the paths that this process knows them by. */
    public static MappedFiles ofThisMachine() {
        return new MappedFiles(new ProcessFiles(TargetProcess.self(), null));
    }

    /**
     * Returns how many bytes the file of a mapping has; none if another file, or none, lies at its path, by its inode.
     *
     * @param mapping a file-backed mapping
     */
    public OptionalLong size(Mapping mapping) {
        if (!mapping.isFileBacked() || mapping.deleted()) {
            return OptionalLong.empty();
        }
        try {
            FileIdentity identity = files.identify(mapping.name());
            return identity.isRegular() && identity.inode() == mapping.inode()
                    ? OptionalLong.of(identity.size())
                    : OptionalLong.empty();
        } catch (FileUnavailableException e) {
            return OptionalLong.empty();
        }
    }
}
