// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.addrscope.debuginfo.Attempt;
import io.addrscope.debuginfo.Depth;
import io.addrscope.debuginfo.LibraryReport;
import io.addrscope.debuginfo.Outcome;
import io.addrscope.debuginfo.Place;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The oracles are a validator of JSON Schema and Jackson. */
class DebuginfoJsonTest {

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    builder -> builder.schemas(
                            Map.of("addrscope:/debuginfo.schema.json", JsonTest.closed("debuginfo.schema.json"))))
            .getSchema(SchemaLocation.of("addrscope:/debuginfo.schema.json"));

    private static JsonNode read(LibraryReport report) throws IOException {
        String line = DebuginfoJson.line(report);
        assertThat(line).doesNotContain("\n", "\r");
        assertThat(SCHEMA.validate(line, InputFormat.JSON)).as(line).isEmpty();
        return JsonTest.JACKSON.readTree(line);
    }

    @Test
    void reportsFitTheSchemaAndReadBack() throws IOException {
        JsonNode lacking = read(DebuginfoSamples.lacking());
        assertThat(lacking.path("file").textValue()).isEqualTo("/opt/jdk/lib/server/libjvm.so");
        assertThat(lacking.path("start").textValue()).isEqualTo("0x7f3a8c000000");
        assertThat(lacking.path("buildId").textValue()).isEqualTo(DebuginfoSamples.ID.toString());
        assertThat(lacking.path("depth").textValue()).isEqualTo("names");
        assertThat(lacking.path("contents").path("symtab").longValue()).isEqualTo(69697);
        assertThat(lacking.path("contents").path("debugLink").path("crc").textValue())
                .isEqualTo("0x00000073");
        assertThat(lacking.path("debugFile").isNull()).isTrue();
        assertThat(lacking.path("attempts")).hasSize(4);
        assertThat(lacking.path("attempts").path(1).path("outcome").textValue()).isEqualTo("OTHER_BUILD");
        assertThat(lacking.path("advice").path("command").textValue()).startsWith("curl ");

        JsonNode found = read(DebuginfoSamples.found());
        assertThat(found.path("start").isNull()).isTrue();
        assertThat(found.path("depth").textValue()).isEqualTo("lines");
        assertThat(found.path("advice").isNull()).isTrue();
        JsonNode file = found.path("debugFile");
        assertThat(file.path("place").textValue()).isEqualTo("BUILD_ID");
        assertThat(file.path("contents").path("dwarf").intValue()).isEqualTo(5);
        assertThat(file.path("contents").path("altLink").path("path").textValue())
                .isEqualTo("../../.dwz/x.debug");
        assertThat(found.path("sharedFile").path("path").textValue()).isEqualTo("/usr/lib/debug/.dwz/x.debug");

        JsonNode replaced = read(DebuginfoSamples.replaced());
        assertThat(replaced.path("fileBytes").textValue()).isEqualTo("2f746d702fff0a");
        assertThat(replaced.path("depth").textValue()).isEqualTo("nothing");
        assertThat(replaced.path("reasons").path(0).path("code").textValue()).isEqualTo("FILE_REPLACED");
        assertThat(replaced.path("advice").path("command").isNull()).isTrue();
    }

    @Test
    void theSchemaKnowsEveryPlaceOutcomeAndDepth() throws IOException {
        for (Place place : Place.values()) {
            for (Outcome outcome : Outcome.values()) {
                LibraryReport report = DebuginfoSamples.replaced();
                read(new LibraryReport(
                        report.path(),
                        OptionalLong.empty(),
                        null,
                        null,
                        null,
                        null,
                        List.of(new Attempt(place, "somewhere", outcome, "because")),
                        List.of(),
                        null));
            }
        }
        JsonNode depths = JsonTest.JACKSON
                .readTree(JsonTest.closed("debuginfo.schema.json"))
                .path("properties")
                .path("depth")
                .path("enum");
        assertThat(depths).extracting(JsonNode::textValue).containsExactly(words());
    }

    private static String[] words() {
        Depth[] depths = Depth.values();
        String[] words = new String[depths.length];
        for (int i = 0; i < depths.length; i++) {
            words[i] = depths[i].toString();
        }
        return words;
    }

    @Test
    void theSchemaRefusesWhatTheFormatDoesNotAllow() {
        String line = DebuginfoJson.line(DebuginfoSamples.lacking());
        for (String wrong : List.of(
                line.replace("\"depth\":\"names\"", "\"depth\":\"some\""),
                line.replace("\"OTHER_BUILD\"", "\"SOME_BUILD\""),
                line.replace("\"symtab\":69697", "\"symtab\":-1"),
                line.replace("\"v\":1,", ""))) {
            assertThat(wrong).isNotEqualTo(line);
            assertThat(SCHEMA.validate(wrong, InputFormat.JSON)).as(wrong).isNotEmpty();
        }
    }
}
