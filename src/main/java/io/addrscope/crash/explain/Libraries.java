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
        Map<LibraryImage, List<Location>> found = new LinkedHashMap<>();
        for (ExplainedFrame frame : frames) {
            Location location = frame.location();
            if (location != null) {
                for (LibraryImage image : images) {
                    if (image.spans(location.address())) {
                        found.computeIfAbsent(image, none -> new ArrayList<>()).add(location);
                    }
                }
            }
        }
        List<ExplainedLibrary> libraries = new ArrayList<>();
        found.forEach((image, locations) -> libraries.add(library(image, locations)));
        return libraries;
    }

    private static ExplainedLibrary library(LibraryImage image, List<Location> locations) {
        BuildId buildId = null;
        Map<Reason.Code, Reason> reasons = new LinkedHashMap<>();
        boolean hasLines =
                locations.stream().anyMatch(location -> !location.frames().isEmpty());
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
