// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.debuginfo.DebugFiles;
import io.addrscope.debuginfo.DebugSettings;
import io.addrscope.linux.ProcessFiles;
import org.jspecify.annotations.Nullable;

/**
 * What finds debug files, made when the first one is looked for: the command line would wait for its classes. Safe for any number
 * of threads.
 */
final class DebugFinder {

    private final ProcessFiles files;
    private final DebugSettings settings;

    /** Guarded by this. */
    private @Nullable DebugFiles made;

    /**
     * @param files those of the process
     * @param settings where to look
     */
    DebugFinder(ProcessFiles files, DebugSettings settings) {
        this.files = files;
        this.settings = settings;
    }

    synchronized DebugFiles get() {
        DebugFiles had = made;
        if (had == null) {
            had = new DebugFiles(files, settings);
            made = had;
        }
        return had;
    }
}
