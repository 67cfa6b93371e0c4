// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.AddressSpace;
import io.addrscope.maps.MapsSnapshot;
import io.addrscope.model.Source;
import io.addrscope.render.Json;
import io.addrscope.render.MappingText;
import io.addrscope.render.MapsSummary;
import io.addrscope.render.Page;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code maps}: lists the mappings of a process, or sums them up. */
final class Maps implements Command {

    private static final CommandSpec SPEC = new CommandSpec(
            "maps",
            "-p PID",
            "list the mappings of a process",
            """
                    Lists the mappings: range, permissions, size, file offset, and what each is. Sizes are of
                    address space; how much of it is in memory is another question.""",
            List.of(
                    Target.PID,
                    Option.flag("--summary", null, "print one line for each thing that is mapped, largest first"),
                    Option.flag("--json", null, "print one JSON object a line"),
                    Terminal.COLOR,
                    Option.HELP));

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public int run(ParsedLine line, Console console) {
        if (!line.operands().isEmpty()) {
            throw new UsageException(
                    "maps takes no \"" + line.operands().get(0) + "\"; to look up an address, use resolve");
        }
        if (line.has("--summary") && line.has("--json")) {
            throw new UsageException("--summary is for people and has no JSON form; leave out one of the two");
        }
        // The list always comes from the text, so nothing native is needed.
        try (AddressSpace space = AddressSpace.of(Target.pid(line), Source.TEXT)) {
            MapsSnapshot maps = space.maps();
            if (line.has("--summary")) {
                summarize(maps, console, console.page(line.value(Terminal.COLOR.name(), "auto")));
            } else if (line.has("--json")) {
                for (int i = 0; i < maps.size(); i++) {
                    console.buffer().append(Json.line(maps.mapping(i))).append('\n');
                    console.turnPage();
                }
            } else {
                MappingText text = new MappingText(console.listPage(line.value(Terminal.COLOR.name(), "auto")));
                for (int i = 0; i < maps.size(); i++) {
                    text.append(console.buffer(), maps.mapping(i));
                    console.turnPage();
                }
            }
            console.flush();
            return Status.ANSWERED;
        }
    }

    private static void summarize(MapsSnapshot maps, Console console, Page page) {
        MapsSummary summary = new MapsSummary();
        for (int i = 0; i < maps.size(); i++) {
            summary.add(maps.mapping(i));
        }
        summary.append(console.buffer(), page, mappingLimit());
    }

    /** Returns how many mappings a process may have; 0 if that cannot be read. */
    private static long mappingLimit() {
        try (InputStream in = new FileInputStream("/proc/sys/vm/max_map_count")) {
            return Long.parseLong(new String(in.readNBytes(32), StandardCharsets.US_ASCII).strip());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
