// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import io.addrscope.debuginfo.Advice;
import io.addrscope.debuginfo.AltLink;
import io.addrscope.debuginfo.Attempt;
import io.addrscope.debuginfo.DebugContents;
import io.addrscope.debuginfo.DebugLink;
import io.addrscope.debuginfo.LibraryReport;
import io.addrscope.debuginfo.Outcome;
import io.addrscope.debuginfo.Place;
import io.addrscope.model.BuildId;
import io.addrscope.model.MappingName;
import io.addrscope.model.Reason;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reports on libraries. */
final class DebuginfoSamples {

    static final BuildId ID = BuildId.of(HexFormat.of().parseHex("93ac0de93ac0de93ac0de93ac0de93ac0de93ac0"));

    private static final MappingName JVM = MappingName.of("/opt/jdk/lib/server/libjvm.so");

    private DebuginfoSamples() {}

    private static DebugContents contents(long symbols, boolean dwarf, @Nullable AltLink alt) {
        return new DebugContents(
                ID,
                symbols,
                484,
                false,
                dwarf,
                dwarf,
                false,
                dwarf ? 5 : 0,
                new DebugLink(MappingName.of("libjvm.debuginfo"), 0x73),
                alt,
                null);
    }

    /** A library whose debug file is nowhere. */
    static LibraryReport lacking() {
        return new LibraryReport(
                JVM,
                OptionalLong.of(0x7f3a8c000000L),
                ID,
                contents(69697, false, null),
                null,
                null,
                List.of(
                        new Attempt(
                                Place.BUILD_ID,
                                "/usr/lib/debug/.build-id/93/ac0de93ac0de93ac0de93ac0de93ac0de93ac0.debug",
                                Outcome.ABSENT,
                                ""),
                        new Attempt(
                                Place.DEBUG_LINK,
                                "/opt/jdk/lib/server/libjvm.debuginfo",
                                Outcome.OTHER_BUILD,
                                "its build ID is 0102"),
                        new Attempt(
                                Place.DEBUG_LINK, "/opt/jdk/lib/server/.debug/libjvm.debuginfo", Outcome.ABSENT, ""),
                        new Attempt(Place.CUSTOM, "/opt/jdk/lib/server/libjvm.so.debug", Outcome.ABSENT, "")),
                List.of(),
                new Advice("curl -fL https://example.org/debugimage.tar.gz | tar xz -C /opt/jdk", List.of("a note")));
    }

    /** A library whose debug file was found, and shares a file. */
    static LibraryReport found() {
        AltLink alt = new AltLink(MappingName.of("../../.dwz/x.debug"), ID, false);
        LibraryReport.Found file = new LibraryReport.Found(
                Place.BUILD_ID, MappingName.of("/usr/lib/debug/.build-id/93/ac.debug"), contents(69697, true, alt));
        LibraryReport.Found shared = new LibraryReport.Found(
                Place.ALT_LINK, MappingName.of("/usr/lib/debug/.dwz/x.debug"), contents(0, true, null));
        return new LibraryReport(
                JVM,
                OptionalLong.empty(),
                ID,
                contents(0, false, null),
                file,
                shared,
                List.of(new Attempt(Place.BUILD_ID, "/usr/lib/debug/.build-id/93/ac.debug", Outcome.FOUND, "")),
                List.of(),
                null);
    }

    /** A library that was replaced under the process, with a name that is not text. */
    static LibraryReport replaced() {
        byte[] name = {'/', 't', 'm', 'p', '/', (byte) 0xff, '\n'};
        return new LibraryReport(
                MappingName.of(name),
                OptionalLong.of(0x1000),
                null,
                null,
                null,
                null,
                List.of(),
                List.of(new Reason(Reason.Code.FILE_REPLACED, "another file lies there now")),
                new Advice(null, List.of("it has no build ID, so no server can be asked")));
    }
}
