// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.model.BuildId;
import io.addrscope.model.MappingName;
import io.addrscope.model.Reason;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What there is of symbols and debug information for one library, where it was looked for, and how to get the rest.
 * Immutable.
 *
 * @param path the library
 * @param start lowest address that it is mapped at; empty if a file was looked at
 * @param buildId build ID of what is mapped; null if it has none
 * @param contents what the file has itself; null if the file of what is mapped cannot be had
 * @param debugFile the debug file; null if none was found
 * @param sharedFile the file that the debug file shares with others; null if it shares none, or none was found
 * @param attempts the places that were looked at
 * @param reasons why something could not be answered
 * @param advice how to get the rest; null if nothing is missing
 */
public record LibraryReport(
        MappingName path,
        OptionalLong start,
        @Nullable BuildId buildId,
        @Nullable DebugContents contents,
        @Nullable Found debugFile,
        @Nullable Found sharedFile,
        List<Attempt> attempts,
        List<Reason> reasons,
        @Nullable Advice advice) {

    /**
     * A file that was found.
     *
     * @param place where
     * @param path its path
     * @param contents what it has
     */
    public record Found(Place place, MappingName path, DebugContents contents) {

        /** Returns what is to be told of a file; null for none. */
        public static @Nullable Found of(@Nullable DebugFile file) {
            return file == null ? null : new Found(file.place(), file.path(), file.contents());
        }
    }

    /** Copies the lists. */
    public LibraryReport {
        attempts = List.copyOf(attempts);
        reasons = List.copyOf(reasons);
    }

    /** Returns how much can be said of an address in the library. */
    public Depth depth() {
        Depth own = contents == null ? Depth.NOTHING : Depth.of(contents);
        Depth found = debugFile == null ? Depth.NOTHING : Depth.of(debugFile.contents());
        return own.compareTo(found) <= 0 ? own : found;
    }

    /** Returns this report with advice. */
    public LibraryReport withAdvice(Advice newAdvice) {
        return new LibraryReport(path, start, buildId, contents, debugFile, sharedFile, attempts, reasons, newAdvice);
    }
}
