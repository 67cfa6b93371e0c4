// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

/** Where a debug file may lie, in the order in which the places are looked at. Names are part of the JSON format. */
public enum Place {
    /** {@code DIR/.build-id/ab/cdef.debug} in a debug directory. */
    BUILD_ID("build ID"),
    /** The name that {@code .gnu_debuglink} gives: beside the library, in {@code .debug} there, in a debug directory. */
    DEBUG_LINK("debug link"),
    /** A name by custom where there is no link: {@code NAME.debug}, and {@code NAME.debuginfo} beside a JDK's library. */
    CUSTOM("by name"),
    /** The path that {@code .gnu_debugaltlink} gives. */
    ALT_LINK("shared debug file"),
    /** A debug directory of this host, by build ID, where the process has another root. */
    HOST("of this host"),
    /** What a debuginfod client has downloaded before. */
    DEBUGINFOD_CACHE("debuginfod cache"),
    /** A debuginfod server. */
    DEBUGINFOD("debuginfod");

    private final String text;

    Place(String text) {
        this.text = text;
    }

    /** Returns what people call it, in two or three words. */
    @Override
    public String toString() {
        return text;
    }
}
