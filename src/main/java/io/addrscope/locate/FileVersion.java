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

    /** Most milliseconds between two ticks of the clock by which a file system on Linux dates changes, and then some. */
    private static final long CLOCK_TICK_MILLIS = 50;

    /**
     * Returns whether what is read from now on tells this state from all later ones: what is written within one tick of the
     * file system's clock after it was read looks the same.
     */
    boolean isAtRest() {
        return System.currentTimeMillis() - identity.changed().toMillis() > CLOCK_TICK_MILLIS;
    }

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
