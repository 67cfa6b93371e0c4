// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.linux.FileIdentity;
import io.addrscope.model.MappingName;

/**
 * A file in one state, by the path that it was found at: written or replaced, it is another.
 *
 * @param path where it was found, as the process knows it
 * @param identity which file, in which state
 */
record FileVersion(MappingName path, FileIdentity identity) {

    // Written out for the reason that Device gives.

    @Override
    public boolean equals(Object other) {
        return other instanceof FileVersion that && path.equals(that.path) && identity.equals(that.identity);
    }

    @Override
    public int hashCode() {
        return 31 * path.hashCode() + identity.hashCode();
    }
}
