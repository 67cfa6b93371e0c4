// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import com.google.gson.stream.JsonWriter;
import io.addrscope.model.Address;
import io.addrscope.model.Frame;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.Neighbor;
import io.addrscope.model.Reason;
import io.addrscope.model.Symbol;
import io.addrscope.model.Usage;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as JSON: one object on one line, without a line end.
 *
 * <p>64-bit values are strings, because a JSON number loses bits above 2^53: hexadecimal with {@code 0x}, an inode in
 * decimal. What is not known is null. The formats are those of {@code location.schema.json} and
 * {@code mapping.schema.json} beside this class; fields are added to them, and none changes its meaning.
 *
 * <p>Safe for use by several threads.
 */
public final class Json {

    /** The version of the format: raised only if a field had to change its meaning. */
    static final int VERSION = 1;

    private Json() {}

    /** Returns {@code location} as one line in the format of {@code location.schema.json}. */
    public static String line(Location location) {
        StringWriter out = new StringWriter(512);
        try {
            write(new JsonWriter(out), location);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // A StringWriter throws none.
        }
        return out.toString();
    }

    /** Returns {@code mapping} as one line in the format of {@code mapping.schema.json}. */
    public static String line(Mapping mapping) {
        StringWriter out = new StringWriter(256);
        try {
            JsonWriter json = new JsonWriter(out);
            json.beginObject().name("v").value(VERSION);
            write(json.name("mapping"), mapping);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // A StringWriter throws none.
        }
        return out.toString();
    }

    /** Writes a location in the format of {@code location.schema.json}. */
    static void write(JsonWriter json, Location location) throws IOException {
        json.beginObject();
        json.name("v").value(VERSION);
        json.name("address").value(Address.format(location.address()));
        json.name("obtainedBy").value(location.obtainedBy().toString());
        json.name("freshness").beginObject();
        json.name("mode").value(location.freshness().mode().toString());
        json.name("ageNanos").value(location.ageNanos());
        json.name("epoch").value(location.epoch());
        json.endObject();
        write(json.name("mapping"), location.mapping());
        write(json.name("before"), location.before());
        write(json.name("after"), location.after());
        hex(json.name("fileOffset"), location.fileOffset());
        hex(json.name("elfAddress"), location.elfAddress());
        write(json.name("symbol"), location.symbol());
        writeFrames(json.name("frames"), location.frames());
        write(json.name("usage"), location.usage());
        writeReasons(json.name("reasons"), location.reasons());
        json.endObject();
    }

    private static void write(JsonWriter json, @Nullable Mapping mapping) throws IOException {
        if (mapping == null) {
            json.nullValue();
            return;
        }
        MappingName name = mapping.name();
        json.beginObject();
        json.name("start").value(Address.format(mapping.start()));
        json.name("end").value(Address.format(mapping.end()));
        json.name("perms").value(mapping.permissions().toString());
        json.name("offset").value(Address.format(mapping.offset()));
        json.name("dev").value(mapping.device().toString());
        json.name("inode").value(Long.toUnsignedString(mapping.inode()));
        writeName(json, "name", name);
        json.name("deleted").value(mapping.deleted());
        json.name("buildId")
                .value(mapping.buildId() == null ? null : mapping.buildId().toString());
        positive(json.name("pageSize"), mapping.pageSize());
        json.endObject();
    }

    /** Writes a name, and its bytes in a field of their own if the text loses some. */
    static void writeName(JsonWriter json, String field, MappingName name) throws IOException {
        json.name(field).value(name.isEmpty() ? null : name.text());
        if (!name.isUtf8()) {
            json.name(field + "Bytes").value(HexFormat.of().formatHex(name.bytes()));
        }
    }

    private static void write(JsonWriter json, @Nullable Neighbor neighbor) throws IOException {
        if (neighbor == null) {
            json.nullValue();
            return;
        }
        json.beginObject();
        json.name("distance").value(Address.format(neighbor.distance()));
        write(json.name("mapping"), neighbor.mapping());
        json.endObject();
    }

    private static void write(JsonWriter json, @Nullable Symbol symbol) throws IOException {
        if (symbol == null) {
            json.nullValue();
            return;
        }
        json.beginObject();
        json.name("name").value(symbol.name());
        json.name("raw").value(symbol.raw());
        json.name("version").value(symbol.version());
        json.name("kind").value(symbol.kind());
        json.name("table").value(symbol.table());
        json.name("sourceFile").value(symbol.sourceFile());
        json.name("debugFile").value(symbol.debugFile());
        json.name("offset").value(Address.format(symbol.offset()));
        json.name("size").value(symbol.size() == 0 ? null : Address.format(symbol.size()));
        json.endObject();
    }

    private static void writeFrames(JsonWriter json, List<Frame> frames) throws IOException {
        json.beginArray();
        for (Frame frame : frames) {
            json.beginObject();
            json.name("function").value(frame.function());
            json.name("file").value(frame.file());
            positive(json.name("line"), frame.line());
            positive(json.name("column"), frame.column());
            positive(json.name("discriminator"), frame.discriminator());
            json.name("inlined").value(frame.inlined());
            json.endObject();
        }
        json.endArray();
    }

    private static void write(JsonWriter json, @Nullable Usage usage) throws IOException {
        if (usage == null) {
            json.nullValue();
            return;
        }
        json.beginObject();
        json.name("kind").value(usage.kind());
        json.name("detail").value(usage.detail());
        json.name("certain").value(usage.certain());
        json.name("evidence").value(usage.evidence());
        json.endObject();
    }

    static void writeReasons(JsonWriter json, List<Reason> reasons) throws IOException {
        json.beginArray();
        for (Reason reason : reasons) {
            json.beginObject();
            json.name("code").value(reason.code().name());
            json.name("detail").value(reason.detail());
            json.endObject();
        }
        json.endArray();
    }

    static void hex(JsonWriter json, OptionalLong value) throws IOException {
        json.value(value.isPresent() ? Address.format(value.getAsLong()) : null);
    }

    /** Writes a count that the model keeps as 0 where it is not known. */
    static void positive(JsonWriter json, long value) throws IOException {
        if (value > 0) {
            json.value(value);
        } else {
            json.nullValue();
        }
    }
}
