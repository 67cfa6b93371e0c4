// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.linux.FileUnavailableException;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.maps.MappingCursor;
import io.addrscope.model.Mapping;
import java.util.List;
import java.util.OptionalLong;

/** The images that a process has mapped. */
public final class MappedImages {

    private final ProcessFiles files;

    public MappedImages(ProcessFiles files) {
        this.files = files;
    }

    Mapping settleDeleted(Mapping mapping) {
        if (!mapping.deleted()) {
            return mapping;
        }
        try {
            return mapping.withDeleted(files.identify(mapping.name()).inode() != mapping.inode());
        } catch (FileUnavailableException e) {
            return mapping;
        }
    }

    ResolvedImage resolve(Mapping mapping, long address, MappingCursor around) {
        return new ResolvedImage(settleDeleted(mapping), false, OptionalLong.empty(), List.of());
    }
}
