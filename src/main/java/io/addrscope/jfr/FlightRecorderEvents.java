// SPDX-License-Identifier: Apache-2.0
package io.addrscope.jfr;

import io.addrscope.model.BuildId;
import io.addrscope.model.Mapping;
import io.addrscope.model.Unloaded;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.MemoryAddress;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * The events. This class alone mentions JFR: it must not be loaded where the module {@code jdk.jfr} is missing, and its
 * nested ones, which JFR registers as they are initialised, not before JFR is.
 */
final class FlightRecorderEvents {

    private static final String CATEGORY = "AddrScope";

    private FlightRecorderEvents() {}

    /** Returns whether JFR records or has recorded in this JVM; does not make it begin. */
    static boolean isRecorderInitialized() {
        return FlightRecorder.isInitialized();
    }

    static void mapped(Mapping mapping) {
        LibraryMapped event = new LibraryMapped();
        if (event.shouldCommit()) {
            event.describe(mapping);
            event.commit();
        }
    }

    static void unmapped(Unloaded unloaded) {
        LibraryUnmapped event = new LibraryUnmapped();
        if (event.shouldCommit()) {
            event.describe(unloaded.mapping());
            event.date(unloaded);
            event.commit();
        }
    }

    /** What both events say. */
    abstract static class LibraryEvent extends Event {

        @Label("Path")
        @Description("As the kernel gives it, on one line: what cannot be printed is escaped")
        @Nullable
        String path;

        @Label("Start")
        @MemoryAddress
        long start;

        @Label("End")
        @Description("The address behind the last byte")
        @MemoryAddress
        long end;

        @Label("File Offset")
        @Description("Where in the file the first byte lies, in bytes")
        long fileOffset;

        @Label("Build ID")
        @Description("The GNU build ID in hexadecimal; null if it is not known")
        @Nullable
        String buildId;

        final void describe(Mapping mapping) {
            path = mapping.name().printable();
            start = mapping.start();
            end = mapping.end();
            fileOffset = mapping.offset();
            BuildId id = mapping.buildId();
            buildId = id == null ? null : id.toString();
        }
    }

    /** Code of a file was seen for the first time. */
    @Name("io.addrscope.LibraryMapped")
    @Label("Library Mapped")
    @Category(CATEGORY)
    @Description("Code of a file, seen for the first time when an address in it was asked for")
    @Enabled(true)
    @StackTrace(false)
    static final class LibraryMapped extends LibraryEvent {}

    /** Code of a file that was seen was found to be gone. */
    @Name("io.addrscope.LibraryUnmapped")
    @Label("Library Unmapped")
    @Category(CATEGORY)
    @Description(
            "Code of a file that was seen before, found to be gone or replaced when an address there was asked for")
    @Enabled(true)
    @StackTrace(false)
    static final class LibraryUnmapped extends LibraryEvent {

        @Label("Last Seen")
        @Description("When it was last found in force: it went after that")
        @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
        long lastSeen;

        @Label("First Missed")
        @Description("When it was first found gone: it went before that")
        @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
        long firstMissed;

        /** Rounds outwards, so that what lies between the two times lies between those that are written. */
        final void date(Unloaded unloaded) {
            long now = System.nanoTime();
            long nowMillis = System.currentTimeMillis();
            lastSeen = nowMillis - TimeUnit.NANOSECONDS.toMillis(now - unloaded.lastSeenNanos()) - 1;
            firstMissed = nowMillis - TimeUnit.NANOSECONDS.toMillis(now - unloaded.firstMissedNanos()) + 1;
        }
    }
}
