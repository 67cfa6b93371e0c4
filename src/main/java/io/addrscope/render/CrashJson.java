// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import com.google.gson.stream.JsonWriter;
import io.addrscope.crash.Header;
import io.addrscope.crash.HsErrReport;
import io.addrscope.crash.PrintedFrame;
import io.addrscope.crash.SectionKind;
import io.addrscope.crash.SignalInfo;
import io.addrscope.crash.Structure;
import io.addrscope.crash.Text;
import io.addrscope.crash.ThreadInfo;
import io.addrscope.crash.Word;
import io.addrscope.crash.explain.ExplainedFrame;
import io.addrscope.crash.explain.ExplainedLibrary;
import io.addrscope.crash.explain.ExplainedValue;
import io.addrscope.crash.explain.Explanation;
import io.addrscope.crash.explain.Owner;
import io.addrscope.crash.explain.Verdict;
import io.addrscope.model.Address;
import io.addrscope.model.Location;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes explained crashes as JSON, one document each, in the format of {@code crash.schema.json}; as {@link Json} does. */
public final class CrashJson {

    private CrashJson() {}

    /**
     * Returns an explanation as one line, without a line end.
     *
     * @param file path of the report, printable
     */
    public static String line(Explanation explanation, String file) {
        StringWriter out = new StringWriter(64 * 1024);
        try {
            write(new JsonWriter(out), explanation, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // A StringWriter throws none.
        }
        return out.toString();
    }

    private static void write(JsonWriter json, Explanation explanation, String file) throws IOException {
        json.beginObject();
        json.name("v").value(Json.VERSION);
        write(json.name("verdict"), explanation.verdict());
        write(json.name("owner"), explanation.owner());
        json.name("signature").value(explanation.signature());
        write(json.name("signal"), explanation.report());
        write(json.name("thread"), explanation.report().fault().thread());
        write(json.name("pc"), explanation.pc());
        write(json.name("faultAddress"), explanation.faultAddress());
        json.name("stack").beginArray();
        for (ExplainedFrame frame : explanation.stack()) {
            write(json, frame);
        }
        json.endArray();
        json.name("hasMoreFrames").value(explanation.hasMoreFrames());
        write(json.name("registers"), explanation.registers());
        write(json.name("stackWords"), explanation.stackWords());
        json.name("libraries").beginArray();
        for (ExplainedLibrary library : explanation.libraries()) {
            write(json, library);
        }
        json.endArray();
        write(json.name("report"), explanation.report(), file);
        strings(json.name("notes"), explanation.notes());
        json.endObject();
    }

    private static void write(JsonWriter json, Verdict verdict) throws IOException {
        json.beginObject();
        json.name("kind").value(verdict.kind().name());
        json.name("sentence").value(verdict.sentence());
        strings(json.name("evidence"), verdict.evidence());
        json.endObject();
    }

    private static void write(JsonWriter json, @Nullable Owner owner) throws IOException {
        if (owner == null) {
            json.nullValue();
            return;
        }
        json.beginObject();
        json.name("kind").value(owner.kind().name());
        json.name("name").value(owner.name());
        json.name("package").value(owner.packageName());
        json.endObject();
    }

    private static void write(JsonWriter json, HsErrReport report) throws IOException {
        Header header = report.header();
        SignalInfo info = report.fault().signal();
        if (header.signalName() == null && info == null) {
            json.nullValue();
            return;
        }
        json.beginObject();
        text(json.name("name"), header.signalName() == null && info != null ? info.name() : header.signalName());
        text(json.name("code"), info == null ? null : info.codeName());
        hex(json.name("address"), info == null ? null : info.address());
        number(json.name("senderProcess"), info == null ? null : info.senderProcess());
        json.endObject();
    }

    private static void write(JsonWriter json, @Nullable ThreadInfo thread) throws IOException {
        if (thread == null) {
            json.nullValue();
            return;
        }
        json.beginObject();
        text(json.name("name"), thread.name());
        text(json.name("type"), thread.type());
        text(json.name("state"), thread.state());
        number(json.name("id"), thread.id());
        json.endObject();
    }

    private static void write(JsonWriter json, @Nullable Location location) throws IOException {
        if (location == null) {
            json.nullValue();
        } else {
            Json.write(json, location);
        }
    }

    private static void write(JsonWriter json, ExplainedFrame frame) throws IOException {
        json.beginObject();
        Json.hex(json.name("pc"), frame.frame().pc());
        json.name("trust").value(frame.frame().trust().toString());
        PrintedFrame printed = frame.printed();
        json.name("kind").value(printed == null ? null : printed.kind().name());
        json.name("basis")
                .value(frame.address() == null ? null : frame.address().basis().name());
        text(json.name("printedName"), printed == null ? null : printed.symbol());
        json.name("javaMethod").value(frame.javaMethod());
        write(json.name("location"), frame.location());
        json.endObject();
    }

    private static void write(JsonWriter json, List<ExplainedValue> values) throws IOException {
        json.beginArray();
        for (ExplainedValue value : values) {
            json.beginObject();
            json.name("name").value(value.name());
            json.name("value").value(Address.format(value.value()));
            write(json.name("location"), value.location());
            json.endObject();
        }
        json.endArray();
    }

    private static void write(JsonWriter json, ExplainedLibrary library) throws IOException {
        json.beginObject();
        Json.writeName(json, "file", library.image().name());
        json.name("base").value(Address.format(library.image().base()));
        json.name("end").value(Address.format(library.image().end()));
        json.name("buildId")
                .value(library.buildId() == null ? null : library.buildId().toString());
        Json.writeReasons(json.name("reasons"), library.reasons());
        json.endObject();
    }

    private static void write(JsonWriter json, HsErrReport report, String file) throws IOException {
        Structure structure = report.structure();
        json.beginObject();
        json.name("file").value(file);
        json.name("size").value(structure.size());
        json.name("ending").value(structure.ending().name());
        json.name("missing").beginArray();
        for (SectionKind kind : structure.missing()) {
            json.value(kind.name().toLowerCase(Locale.ROOT));
        }
        json.endArray();
        text(json.name("jre"), report.header().jre());
        text(json.name("vm"), report.header().vm());
        number(json.name("processId"), report.header().processId());
        text(json.name("time"), report.summary().time());
        Instant instant = report.summary().instant();
        json.name("instant").value(instant == null ? null : instant.toString());
        json.name("elapsedNanos");
        if (report.summary().elapsed() == null) {
            json.nullValue();
        } else {
            json.value(report.summary().elapsed().nanos());
        }
        json.endObject();
    }

    private static void strings(JsonWriter json, List<String> strings) throws IOException {
        json.beginArray();
        for (String string : strings) {
            json.value(string);
        }
        json.endArray();
    }

    private static void text(JsonWriter json, @Nullable Text text) throws IOException {
        json.value(text == null ? null : text.text());
    }

    private static void hex(JsonWriter json, @Nullable Word word) throws IOException {
        json.value(word == null ? null : Address.format(word.value()));
    }

    private static void number(JsonWriter json, @Nullable Word word) throws IOException {
        json.value(word == null ? null : Long.toUnsignedString(word.value()));
    }
}
