// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import io.addrscope.maps.MappingCursor;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.ObtainedBy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A process with one mapping at most, in place of the kernel.
 *
 * <p>The mapping is in a plain field: what one thread changes, another need not see before something else orders the two.
 * That is less than the kernel's locks give, so what holds here holds there.
 */
final class ScriptedProcess {

    private @Nullable Mapping mapped;

    ScriptedProcess(@Nullable Mapping mapped) {
        this.mapped = mapped;
    }

    /** Puts a mapping, or none, in place of what there is. */
    void map(@Nullable Mapping mapping) {
        mapped = mapping;
    }

    /** Returns a cursor, for one thread. */
    MappingCursor cursor() {
        return new ScriptedCursor();
    }

    private final class ScriptedCursor implements MappingCursor {

        private @Nullable Mapping current;

        @Override
        public boolean seek(long address, int flags, int details) {
            Mapping found = mapped;
            current = found;
            return found != null && found.contains(address);
        }

        @Override
        public boolean seekPrevious(long address) {
            return false;
        }

        @Override
        public long start() {
            return mapping().start();
        }

        @Override
        public long end() {
            return mapping().end();
        }

        @Override
        public int permissions() {
            return mapping().permissions().bits();
        }

        @Override
        public long offset() {
            return mapping().offset();
        }

        @Override
        public int deviceMajor() {
            return mapping().device().major();
        }

        @Override
        public int deviceMinor() {
            return mapping().device().minor();
        }

        @Override
        public long inode() {
            return mapping().inode();
        }

        @Override
        public long pageSize() {
            return mapping().pageSize();
        }

        @Override
        public boolean isNamed(MappingName name) {
            return mapping().name().equals(name);
        }

        @Override
        public ObtainedBy obtainedBy() {
            return ObtainedBy.IOCTL;
        }

        @Override
        public Mapping mapping() {
            return Objects.requireNonNull(current);
        }
    }
}
