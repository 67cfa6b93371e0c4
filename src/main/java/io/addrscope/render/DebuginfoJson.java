// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import com.google.gson.stream.JsonWriter;
import io.addrscope.debuginfo.Advice;
import io.addrscope.debuginfo.AltLink;
import io.addrscope.debuginfo.Attempt;
import io.addrscope.debuginfo.DebugContents;
import io.addrscope.debuginfo.DebugLink;
import io.addrscope.debuginfo.LibraryReport;
import io.addrscope.model.BuildId;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes reports on libraries as JSON, in the format of {@code debuginfo.schema.json}; as {@link Json} does. */
public final class DebuginfoJson {

    private DebuginfoJson() {}

    /** Returns {@code report} as one line, without a line end. */
    public static String line(LibraryReport report) {
        StringWriter out = new StringWriter(1024);
        try {
            write(new JsonWriter(out), report);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // A StringWriter throws none.
        }
        return out.toString();
    }

    private static void write(JsonWriter json, LibraryReport report) throws IOException {
        json.beginObject();
        json.name("v").value(Json.VERSION);
        Json.writeName(json, "file", report.path());
        Json.hex(json.name("start"), report.start());
        write(json.name("buildId"), report.buildId());
        json.name("depth").value(report.depth().toString());
        write(json.name("contents"), report.contents());
        write(json.name("debugFile"), report.debugFile());
        write(json.name("sharedFile"), report.sharedFile());
        json.name("attempts").beginArray();
        for (Attempt attempt : report.attempts()) {
            json.beginObject();
            json.name("place").value(attempt.place().name());
            json.name("where").value(attempt.where());
            json.name("outcome").value(attempt.outcome().name());
            json.name("detail").value(attempt.detail().isEmpty() ? null : attempt.detail());
            json.endObject();
        }
        json.endArray();
        write(json.name("advice"), report.advice());
        Json.writeReasons(json.name("reasons"), report.reasons());
        json.endObject();
    }

    private static void write(JsonWriter json, @Nullable BuildId buildId) throws IOException {
        json.value(buildId == null ? null : buildId.toString());
    }

    private static void write(JsonWriter json, @Nullable DebugContents contents) throws IOException {
        if (contents == null) {
            json.nullValue();
            return;
        }
        json.beginObject();
        json.name("symtab").value(contents.symbols());
        json.name("dynsym").value(contents.dynamicSymbols());
        json.name("miniDebugInfo").value(contents.miniDebugInfo());
        json.name("debugInfo").value(contents.debugInfo());
        json.name("debugLine").value(contents.debugLine());
        json.name("compressed").value(contents.compressed());
        Json.positive(json.name("dwarf"), contents.dwarfVersion());
        json.name("debugLink");
        DebugLink link = contents.debugLink();
        if (link == null) {
            json.nullValue();
        } else {
            json.beginObject();
            Json.writeName(json, "name", link.name());
            json.name("crc").value(String.format(Locale.ROOT, "0x%08x", link.crc()));
            json.endObject();
        }
        json.name("altLink");
        AltLink alt = contents.altLink();
        if (alt == null) {
            json.nullValue();
        } else {
            json.beginObject();
            Json.writeName(json, "path", alt.path());
            write(json.name("buildId"), alt.supplementary() ? null : alt.id());
            write(json.name("checksum"), alt.supplementary() ? alt.id() : null);
            json.endObject();
        }
        json.name("fault").value(contents.fault());
        json.endObject();
    }

    private static void write(JsonWriter json, LibraryReport.@Nullable Found found) throws IOException {
        if (found == null) {
            json.nullValue();
            return;
        }
        json.beginObject();
        json.name("place").value(found.place().name());
        Json.writeName(json, "path", found.path());
        write(json.name("contents"), found.contents());
        json.endObject();
    }

    private static void write(JsonWriter json, @Nullable Advice advice) throws IOException {
        if (advice == null) {
            json.nullValue();
            return;
        }
        json.beginObject();
        json.name("command").value(advice.command());
        json.name("notes").beginArray();
        for (String note : advice.notes()) {
            json.value(note);
        }
        json.endArray();
        json.endObject();
    }
}
