// SPDX-License-Identifier: Apache-2.0
package io.addrscope.jfr;

import io.addrscope.cache.LibraryWatcher;
import io.addrscope.model.Mapping;
import io.addrscope.model.Unloaded;

/**
 * Tells JDK Flight Recorder of libraries that come and go, while it records. Where there is no JFR, or this class's module
 * does not read it, nothing is told. Safe for any number of threads.
 */
public final class LibraryEvents implements LibraryWatcher {

    private static final String JFR_MODULE = "jdk.jfr";

    /** Set for good once JFR turned out not to be usable. */
    private volatile boolean off;

    /** Looked up when the first library is seen, not before. */
    private static final class Jfr {
        static final boolean IS_THERE = ModuleLayer.boot()
                .findModule(JFR_MODULE)
                .filter(LibraryEvents.class.getModule()::canRead)
                .isPresent();
    }

    @Override
    public void arrived(Mapping mapping) {
        try {
            if (isWanted()) {
                FlightRecorderEvents.mapped(mapping);
            }
        } catch (RuntimeException | LinkageError e) {
            turnOff();
        }
    }

    @Override
    public void departed(Unloaded unloaded) {
        try {
            if (isWanted()) {
                FlightRecorderEvents.unmapped(unloaded);
            }
        } catch (RuntimeException | LinkageError e) {
            turnOff();
        }
    }

    private boolean isWanted() {
        return !off && Jfr.IS_THERE && FlightRecorderEvents.isRecorderInitialized();
    }

    /** The thread is one that asked for an address: whatever is wrong with JFR is not its business. */
    private void turnOff() {
        off = true;
    }
}
