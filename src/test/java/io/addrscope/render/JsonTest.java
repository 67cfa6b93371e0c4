// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.addrscope.ImageFile;
import io.addrscope.model.Frame;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Neighbor;
import io.addrscope.model.Reason;
import io.addrscope.model.Symbol;
import io.addrscope.model.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The oracles are a validator of JSON Schema and Jackson, which reads back every field. */
class JsonTest {

    static final ObjectMapper JACKSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of(
                    "addrscope:/location.schema.json", closed("location.schema.json"),
                    "addrscope:/mapping.schema.json", closed("mapping.schema.json"),
                    "addrscope:/crash.schema.json", closed("crash.schema.json"))));

    @Test
    void aFunctionOfALibraryIsTheLineOfTheDocumentation() {
        assertThat(Json.line(Samples.libcFunction()))
                .isEqualTo("{\"v\":1,\"address\":\"0x7f3a8c0a1b2e\",\"obtainedBy\":\"ioctl\","
                        + "\"freshness\":{\"mode\":\"verified\",\"ageNanos\":0,\"epoch\":0},"
                        + "\"mapping\":{\"start\":\"0x7f3a8c026000\",\"end\":\"0x7f3a8c17b000\",\"perms\":\"r-xp\","
                        + "\"offset\":\"0x26000\",\"dev\":\"fe:00\",\"inode\":\"339380\","
                        + "\"name\":\"/usr/lib/x86_64-linux-gnu/libc.so.6\",\"deleted\":false,"
                        + "\"buildId\":\"93ac0de93ac0de93ac0de93ac0de93ac0de93ac0\",\"pageSize\":null},"
                        + "\"before\":null,\"after\":null,\"fileOffset\":\"0xa1b2e\",\"elfAddress\":\"0xa1b2e\","
                        + "\"symbol\":null,\"frames\":[],\"usage\":null,\"reasons\":[]}");
    }

    @Test
    void everyLocationIsOneLineThatFitsTheSchemaAndReadsBack() throws IOException {
        Schema schema = SCHEMAS.getSchema(SchemaLocation.of("addrscope:/location.schema.json"));
        Random random = new Random(20261122);
        for (int i = 0; i < 700; i++) {
            Location location = Samples.random(random);
            String line = Json.line(location);

            assertThat(line).doesNotContain("\n", "\r");
            assertThat(schema.validate(line, InputFormat.JSON)).as(line).isEmpty();
            assertReadsBack(location, JACKSON.readTree(line));
        }
    }

    @Test
    void locationsOfAFileFitTheSchema() throws IOException {
        Schema schema = SCHEMAS.getSchema(SchemaLocation.of("addrscope:/location.schema.json"));
        ImageFile file = ImageFile.of(Path.of(System.getProperty("java.home"), "lib", "server", "libjvm.so"));
        for (long address : new long[] {0, 0x300, 0x400000, 0x800000, 0x1000000, 0x1230000, -1}) {
            Location location = file.locate(address);
            String line = Json.line(location);
            assertThat(schema.validate(line, InputFormat.JSON)).as(line).isEmpty();
            assertReadsBack(location, JACKSON.readTree(line));
        }
    }

    @Test
    void everyMappingIsOneLineThatFitsTheSchemaAndReadsBack() throws IOException {
        Schema schema = SCHEMAS.getSchema(SchemaLocation.of("addrscope:/mapping.schema.json"));
        Random random = new Random(17);
        for (int i = 0; i < 700; i++) {
            Mapping mapping = Samples.random(random).mapping();
            if (mapping == null) {
                continue;
            }
            String line = Json.line(mapping);

            assertThat(line).doesNotContain("\n", "\r");
            assertThat(schema.validate(line, InputFormat.JSON)).as(line).isEmpty();
            assertReadsBack(mapping, JACKSON.readTree(line).path("mapping"));
        }
    }

    @Test
    void theSchemaRefusesWhatTheFormatDoesNotAllow() {
        Schema schema = SCHEMAS.getSchema(SchemaLocation.of("addrscope:/location.schema.json"));
        String line = Json.line(Samples.libcFunction());

        assertThat(schema.validate(line.replace("0x7f3a8c0a1b2e", "0x7F3A"), InputFormat.JSON))
                .isNotEmpty();
        assertThat(schema.validate(line.replace("\"perms\":\"r-xp\",", ""), InputFormat.JSON))
                .isNotEmpty();
        assertThat(schema.validate(line.replace("\"inode\":\"339380\"", "\"inode\":339380"), InputFormat.JSON))
                .isNotEmpty();
        assertThat(schema.validate(line.replace("\"symbol\"", "\"symbols\""), InputFormat.JSON))
                .isNotEmpty();
    }

    private static void assertReadsBack(Location location, JsonNode json) {
        assertThat(hex(json.path("address"))).hasValue(location.address());
        assertThat(json.path("obtainedBy").textValue())
                .isEqualTo(location.obtainedBy().toString());
        assertThat(json.path("freshness").path("mode").textValue())
                .isEqualTo(location.freshness().mode().toString());
        assertThat(json.path("freshness").path("ageNanos").longValue()).isEqualTo(location.ageNanos());
        assertThat(json.path("freshness").path("epoch").longValue()).isEqualTo(location.epoch());
        assertReadsBack(location.mapping(), json.path("mapping"));
        assertReadsBack(location.before(), json.path("before"));
        assertReadsBack(location.after(), json.path("after"));
        assertThat(hex(json.path("fileOffset"))).isEqualTo(location.fileOffset());
        assertThat(hex(json.path("elfAddress"))).isEqualTo(location.elfAddress());
        assertReadsBack(location.symbol(), json.path("symbol"));
        assertThat(json.path("frames")).hasSameSizeAs(location.frames());
        for (int i = 0; i < location.frames().size(); i++) {
            Frame frame = location.frames().get(i);
            JsonNode node = json.path("frames").path(i);
            assertThat(node.path("function").textValue()).isEqualTo(frame.function());
            assertThat(node.path("file").textValue()).isEqualTo(frame.file());
            assertThat(node.path("line").asInt(0)).isEqualTo(frame.line());
            assertThat(node.path("column").asInt(0)).isEqualTo(frame.column());
            assertThat(node.path("discriminator").asInt(0)).isEqualTo(frame.discriminator());
            assertThat(node.path("inlined").booleanValue()).isEqualTo(frame.inlined());
        }
        assertReadsBack(location.usage(), json.path("usage"));
        assertThat(json.path("reasons")).hasSameSizeAs(location.reasons());
        for (int i = 0; i < location.reasons().size(); i++) {
            Reason reason = location.reasons().get(i);
            JsonNode node = json.path("reasons").path(i);
            assertThat(node.path("code").textValue()).isEqualTo(reason.code().name());
            assertThat(node.path("detail").textValue()).isEqualTo(reason.detail());
        }
    }

    private static void assertReadsBack(@Nullable Mapping mapping, JsonNode json) {
        if (mapping == null) {
            assertThat(json.isNull()).isTrue();
            return;
        }
        assertThat(hex(json.path("start"))).hasValue(mapping.start());
        assertThat(hex(json.path("end"))).hasValue(mapping.end());
        assertThat(json.path("perms").textValue())
                .isEqualTo(mapping.permissions().toString());
        assertThat(hex(json.path("offset"))).hasValue(mapping.offset());
        assertThat(json.path("dev").textValue()).isEqualTo(mapping.device().toString());
        assertThat(Long.parseUnsignedLong(json.path("inode").textValue())).isEqualTo(mapping.inode());
        assertThat(json.path("name").textValue())
                .isEqualTo(mapping.name().isEmpty() ? null : mapping.name().text());
        byte[] name = json.has("nameBytes")
                ? HexFormat.of().parseHex(json.path("nameBytes").textValue())
                : json.path("name").isNull()
                        ? new byte[0]
                        : json.path("name").textValue().getBytes(StandardCharsets.UTF_8);
        assertThat(name).isEqualTo(mapping.name().bytes());
        assertThat(json.path("deleted").booleanValue()).isEqualTo(mapping.deleted());
        assertThat(json.path("buildId").textValue())
                .isEqualTo(mapping.buildId() == null ? null : mapping.buildId().toString());
        assertThat(json.path("pageSize").asLong(0)).isEqualTo(mapping.pageSize());
    }

    private static void assertReadsBack(@Nullable Neighbor neighbor, JsonNode json) {
        if (neighbor == null) {
            assertThat(json.isNull()).isTrue();
            return;
        }
        assertThat(hex(json.path("distance"))).hasValue(neighbor.distance());
        assertReadsBack(neighbor.mapping(), json.path("mapping"));
    }

    private static void assertReadsBack(@Nullable Symbol symbol, JsonNode json) {
        if (symbol == null) {
            assertThat(json.isNull()).isTrue();
            return;
        }
        assertThat(json.path("name").textValue()).isEqualTo(symbol.name());
        assertThat(json.path("raw").textValue()).isEqualTo(symbol.raw());
        assertThat(json.path("kind").textValue()).isEqualTo(symbol.kind());
        assertThat(json.path("table").textValue()).isEqualTo(symbol.table());
        assertThat(hex(json.path("offset"))).hasValue(symbol.offset());
        assertThat(hex(json.path("size")))
                .isEqualTo(symbol.size() == 0 ? OptionalLong.empty() : OptionalLong.of(symbol.size()));
    }

    private static void assertReadsBack(@Nullable Usage usage, JsonNode json) {
        if (usage == null) {
            assertThat(json.isNull()).isTrue();
            return;
        }
        assertThat(json.path("kind").textValue()).isEqualTo(usage.kind());
        assertThat(json.path("detail").textValue()).isEqualTo(usage.detail());
        assertThat(json.path("certain").booleanValue()).isEqualTo(usage.certain());
        assertThat(json.path("evidence").textValue()).isEqualTo(usage.evidence());
    }

    private static OptionalLong hex(JsonNode node) {
        if (node.isNull()) {
            return OptionalLong.empty();
        }
        assertThat(node.textValue()).startsWith("0x");
        return OptionalLong.of(
                Long.parseUnsignedLong(node.textValue(), 2, node.textValue().length(), 16));
    }

    /** The schema lets fields be added; here it must name every one that is written. */
    static String closed(String name) {
        try (InputStream in = Json.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\"additionalProperties\": true", "\"additionalProperties\": false");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
