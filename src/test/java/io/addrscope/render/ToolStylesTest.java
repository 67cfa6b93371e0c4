// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.model.Frame;
import io.addrscope.model.Freshness;
import io.addrscope.model.Location;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.Symbol;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The styles of other tools, read by scripts. */
class ToolStylesTest {

    private static final String EVIL = "evil\033[31m\n0x0000000000000000: main at main.c:1";
    private static final String HARMLESS = "evil\\x1b[31m\\n0x0000000000000000: main at main.c:1";

    @Test
    void symbolsAreWritten() {
        Location function = location(symbol("f(int)", "function"), List.of());
        assertThat(write(new Addr2lineText(true, true), function)).isEqualTo("0x0000000000001139: f(int) at ??:?\n");
        assertThat(write(new Addr2lineText(false, true), function)).isEqualTo("0x00001139: f(int) at ??:?\n");
        assertThat(write(new LlvmText(true), function)).isEqualTo("f(int)\n??:0:0\n\n");
        Location variable = location(symbol("v", "variable"), List.of());
        assertThat(write(new Addr2lineText(true, true), variable)).isEqualTo("0x0000000000001139: ?? ??:0\n");
        assertThat(write(new LlvmText(true), variable)).isEqualTo("v\n??:0:0\n\n");
        Location nothing = location(null, List.of());
        assertThat(write(new Addr2lineText(true, true), nothing)).isEqualTo("0x0000000000001139: ?? ??:0\n");
        assertThat(write(new LlvmText(true), nothing)).isEqualTo("??\n??:0:0\n\n");
    }

    @Test
    void filesOfSymbolTablesAreWritten() {
        Location local = location(local("f", "function", "a.c"), List.of());
        assertThat(write(new Addr2lineText(true, true), local)).isEqualTo("0x0000000000001139: f at a.c:?\n");
        assertThat(write(new LlvmText(true), local)).isEqualTo("f\na.c:0:0\n\n");
        Location linkers = location(local("f", "function", ""), List.of());
        assertThat(write(new Addr2lineText(true, true), linkers)).isEqualTo("0x0000000000001139: f at :?\n");
        assertThat(write(new LlvmText(true), linkers)).isEqualTo("f\n??:0:0\n\n");
        Location variable = location(local("v", "variable", "a.c"), List.of());
        assertThat(write(new Addr2lineText(true, true), variable)).isEqualTo("0x0000000000001139: ?? ??:0\n");
        assertThat(write(new LlvmText(true), variable)).isEqualTo("v\na.c:0:0\n\n");
        Location evil = location(local("f", "function", EVIL), List.of());
        assertThat(write(new Addr2lineText(true, true), evil))
                .isEqualTo("0x0000000000001139: f at " + HARMLESS + ":?\n");
        assertThat(write(new LlvmText(true), evil)).isEqualTo("f\n" + HARMLESS + ":0:0\n\n");
    }

    @Test
    void namesForgeNoLines() {
        Location function = location(symbol(EVIL, "function"), List.of());
        assertThat(write(new Addr2lineText(true, true), function))
                .isEqualTo("0x0000000000001139: " + HARMLESS + " at ??:?\n");
        assertThat(write(new LlvmText(true), function)).isEqualTo(HARMLESS + "\n??:0:0\n\n");
        Location framed = location(symbol(EVIL, "function"), List.of(new Frame(EVIL, null, EVIL, 3, 4, 0, false)));
        assertThat(write(new Addr2lineText(true, true), framed))
                .isEqualTo("0x0000000000001139: " + HARMLESS + " at " + HARMLESS + ":3\n");
        assertThat(write(new LlvmText(true), framed)).isEqualTo(HARMLESS + "\n" + HARMLESS + ":3:4\n\n");
    }

    @Test
    void inlinedCallsAreWritten() {
        Location inlined = location(
                symbol("outer.part.0", "function"),
                List.of(
                        new Frame("inner", null, "/src/a.h", 3, 10, 2, true),
                        new Frame(null, null, null, 0, 0, 0, true),
                        new Frame("outer", null, "/src/a.c", 9, 0, 0, false)));
        assertThat(write(new Addr2lineText(true, true), inlined)).isEqualTo("""
                0x0000000000001139: inner at /src/a.h:3 (discriminator 2)
                 (inlined by) ?? at ??:?
                 (inlined by) outer at /src/a.c:9 (discriminator 2)
                """);
        assertThat(write(new Addr2lineText(true, false), inlined))
                .isEqualTo("0x0000000000001139: inner at /src/a.h:3 (discriminator 2)\n");
        assertThat(write(new LlvmText(true), inlined))
                .isEqualTo("inner\n/src/a.h:3:10\n??\n??:0:0\nouter.part.0\n/src/a.c:9:0\n\n");
        assertThat(write(new LlvmText(false), inlined)).isEqualTo("outer.part.0\n/src/a.h:3:10\n\n");
    }

    /** As the tools do, which know nothing of scopes but what linkage names have. */
    @Test
    void scopesOfDebugInformationAreLeftOut() {
        Location scoped = location(
                symbol("ns::f", "function"),
                List.of(
                        new Frame("ns::f", "ns", "a.cpp", 3, 4, 0, true),
                        new Frame("g(int)", null, "a.cpp", 5, 6, 0, false)));
        assertThat(write(new Addr2lineText(true, false), scoped)).isEqualTo("0x0000000000001139: f at a.cpp:3\n");
        assertThat(write(new LlvmText(true), scoped)).startsWith("f\na.cpp:3:4\n");
    }

    @Test
    void onlyTheOutermostFrameIsWritten() {
        Location inlined = location(
                symbol("outer", "function"),
                List.of(
                        new Frame("inner", null, "/src/a.h", 3, 10, 0, true),
                        new Frame("outer", null, "/src/a.c", 9, 0, 0, false)));
        assertThat(write(new OutermostFrames(new Addr2lineText(true, true)), inlined))
                .isEqualTo("0x0000000000001139: outer at /src/a.c:9\n");
        Location bare = location(symbol("f", "function"), List.of());
        assertThat(write(new OutermostFrames(new LlvmText(true)), bare)).isEqualTo("f\n??:0:0\n\n");
    }

    private static String write(LocationFormat format, Location location) {
        StringBuilder out = new StringBuilder();
        format.append(out, location);
        return out.toString();
    }

    private static Symbol local(String name, String kind, String sourceFile) {
        return new Symbol(name, name, null, kind, "symtab", sourceFile, null, 0, 4);
    }

    private static Symbol symbol(String name, String kind) {
        return new Symbol(name, name, null, kind, "symtab", null, null, 0, 4);
    }

    private static Location location(@Nullable Symbol symbol, List<Frame> frames) {
        return new Location(
                0x1139,
                ObtainedBy.FILE,
                Freshness.SNAPSHOT,
                0,
                0,
                null,
                null,
                null,
                OptionalLong.empty(),
                OptionalLong.of(0x1139),
                symbol,
                frames,
                null,
                List.of());
    }
}
