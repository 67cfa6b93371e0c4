// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.crash.LibraryImage;
import io.addrscope.model.BuildId;
import io.addrscope.model.Location;
import io.addrscope.model.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the libraries that the frames of a stack are in, in the order of the stack, and what is missing of each. */
final class Libraries {

    private Libraries() {}

    /**
     * Returns the libraries.
     *
     * @param frames the stack
     * @param images all libraries of the process
     */
    static List<ExplainedLibrary> of(List<ExplainedFrame> frames, List<LibraryImage> images) {
        Map<Integer, List<Location>> found = new LinkedHashMap<>();
        for (ExplainedFrame frame : frames) {
            Location location = frame.location();
            if (location != null) {
                int index = indexOf(location.address(), images);
                if (index >= 0) {
                    found.putIfAbsent(index, new ArrayList<>());
                    found.get(index).add(location);
                }
            }
        }
        List<ExplainedLibrary> libraries = new ArrayList<>();
        for (Map.Entry<Integer, List<Location>> library : found.entrySet()) {
            libraries.add(library(images.get(library.getKey()), library.getValue()));
        }
        return libraries;
    }

    private static int indexOf(long address, List<LibraryImage> images) {
        for (int i = 0; i < images.size(); i++) {
            if (images.get(i).spans(address)) {
                return i;
            }
        }
        return -1;
    }

    private static ExplainedLibrary library(LibraryImage image, List<Location> locations) {
        BuildId buildId = null;
        Map<Reason.Code, Reason> reasons = new LinkedHashMap<>();
        boolean hasLines = haveLines(locations);
        for (Location location : locations) {
            if (location.mapping() != null && location.mapping().buildId() != null) {
                buildId = location.mapping().buildId();
            }
            for (Reason reason : location.reasons()) {
                boolean isAboutLines =
                        reason.code() == Reason.Code.NO_DEBUG_INFO || reason.code() == Reason.Code.STRIPPED;
                if (isOfLibrary(reason.code()) && !(hasLines && isAboutLines)) {
                    reasons.putIfAbsent(reason.code(), reason);
                }
            }
        }
        return new ExplainedLibrary(image, buildId, List.copyOf(reasons.values()));
    }

    private static boolean haveLines(List<Location> locations) {
        for (Location location : locations) {
            if (!location.frames().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a reason is about the whole library, and not about one address. */
    private static boolean isOfLibrary(Reason.Code code) {
        return switch (code) {
            case FILE_GONE,
                    FILE_REPLACED,
                    FILE_UNREADABLE,
                    NOT_ELF,
                    MALFORMED_ELF,
                    NO_PERMISSION,
                    STRIPPED,
                    NO_DEBUG_INFO,
                    MALFORMED_DEBUG_INFO,
                    UNPROVEN,
                    NOT_RECORDED -> true;
            default -> false;
        };
    }
}
