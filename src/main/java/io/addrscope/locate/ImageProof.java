// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.linux.FileIdentity;
import io.addrscope.linux.FileProbe;
import io.addrscope.linux.FileUnavailableException;
import io.addrscope.linux.HeldFiles;
import io.addrscope.linux.MemoryProbe;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.MapsQuery;
import io.addrscope.model.BuildId;
import io.addrscope.model.MappingName;
import java.util.Objects;

/**
 * What shows that an image which is kept for a mapping is still the one that is mapped, where the mapping's numbers and name
 * have not changed: another file with the same inode number, a file rewritten in place and mapped anew, look the same to the
 * kernel's query.
 */
interface ImageProof {

    /**
     * Returns whether the image is still the one mapped.
     *
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    boolean holds(Means means);

    /**
     * By what to find out; of one thread.
     *
     * @param memory looks at the process's memory
     * @param files looks at the process's files
     * @param source asks for mappings
     * @param held looks at files that are held
     * @param holder holds files
     */
    record Means(MemoryProbe memory, ProcessFiles files, MappingCursor source, FileProbe held, HeldFiles holder) {}

    /** For what the numbers and the name say all of, such as anonymous memory. */
    final class Nothing implements ImageProof {

        static final Nothing TO_PROVE = new Nothing();

        private Nothing() {}

        @Override
        public boolean holds(Means means) {
            return true;
        }
    }

    /** For what has to be found out anew each time, since the file could not be had: it may be there the next time. */
    final class Impossible implements ImageProof {

        static final Impossible PROOF = new Impossible();

        private Impossible() {}

        @Override
        public boolean holds(Means means) {
            return false;
        }
    }

    /** The build ID stands where the loaded image has it: one system call. */
    final class BuildIdInMemory implements ImageProof {

        private final long address;
        private final byte[] buildId;

        BuildIdInMemory(long address, BuildId buildId) {
            this.address = address;
            this.buildId = buildId.bytes();
        }

        @Override
        public boolean holds(Means means) {
            return means.memory().holds(address, buildId);
        }
    }

    /** The kernel reads the same build ID from the mapped file, for processes whose memory may not be read. */
    final class BuildIdByKernel implements ImageProof {

        private final long address;
        private final BuildId buildId;

        /** @param address any address of the mapping */
        BuildIdByKernel(long address, BuildId buildId) {
            this.address = address;
            this.buildId = buildId;
        }

        @Override
        public boolean holds(Means means) {
            return means.source().seek(address, 0, MapsQuery.BUILD_ID)
                    && Objects.equals(buildId, means.source().mapping().buildId());
        }
    }

    /** The file is in the state in which it was read. */
    final class FileState implements ImageProof {

        private final MappingName path;
        private final FileIdentity identity;

        FileState(MappingName path, FileIdentity identity) {
            this.path = path;
            this.identity = identity;
        }

        @Override
        public boolean holds(Means means) {
            try {
                return means.files().identify(path).equals(identity);
            } catch (FileUnavailableException e) {
                return false;
            }
        }
    }
}
