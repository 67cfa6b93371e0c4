// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/** Any bytes are a name: each style gives an answer within the limits, and the same whatever was asked before. */
public final class DemanglerFuzz {
    private static final Map<Style, Demangler> USED = new EnumMap<>(Style.class);

    static {
        for (Style style : Style.values()) {
            USED.put(style, Demangler.of(style).withHashes());
        }
    }

    private DemanglerFuzz() {}

    /** Demangles them. */
    public static void fuzzerTestOneInput(byte[] data) {
        String raw = new String(data, StandardCharsets.UTF_8);
        USED.forEach((style, used) -> {
            String demangled = used.demangle(raw);
            if (!demangled.equals(Demangler.of(style).withHashes().demangle(raw))) {
                throw new AssertionError("an earlier name shows in " + demangled);
            }
            if (demangled.length() > raw.length() + Limits.OUTPUT) {
                throw new AssertionError("too long: " + demangled.length());
            }
        });
    }
}
