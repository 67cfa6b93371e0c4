// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import io.addrscope.crash.explain.Explanation;
import io.addrscope.crash.explain.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The oracles are a validator of JSON Schema and Jackson; the explanations are those of the tests of verdicts, and of real reports. */
public class CrashJsonTest {

    private static final Schema SCHEMA = JsonTest.SCHEMAS.getSchema(SchemaLocation.of("addrscope:/crash.schema.json"));

    /** Asserts that the JSON of an explanation fits the schema, and has what the explanation has. */
    public static void assertFits(Explanation explanation, String file) {
        String line = CrashJson.line(explanation, file);
        assertThat(line).doesNotContain("\n", "\r");
        assertThat(SCHEMA.validate(line, InputFormat.JSON)).as(line).isEmpty();
        JsonNode json;
        try {
            json = JsonTest.JACKSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(json.path("verdict").path("kind").asText())
                .isEqualTo(explanation.verdict().kind().name());
        assertThat(json.path("verdict").path("sentence").asText())
                .isEqualTo(explanation.verdict().sentence());
        assertThat(json.path("signature").asText()).isEqualTo(explanation.signature());
        assertThat(json.path("report").path("file").asText()).isEqualTo(file);
        assertThat(json.path("stack")).hasSize(explanation.stack().size());
        assertThat(json.path("registers")).hasSize(explanation.registers().size());
        assertThat(json.path("stackWords")).hasSize(explanation.stackWords().size());
        assertThat(json.path("libraries")).hasSize(explanation.libraries().size());
        assertThat(json.path("owner").isNull()).isEqualTo(explanation.owner() == null);
    }

    /** Whoever adds a kind adds it to the schema. */
    @Test
    void theSchemaKnowsEveryKind() throws IOException {
        List<String> known = new ArrayList<>();
        JsonTest.JACKSON
                .readTree(JsonTest.closed("crash.schema.json"))
                .path("properties")
                .path("verdict")
                .path("properties")
                .path("kind")
                .path("enum")
                .forEach(kind -> known.add(kind.asText()));
        List<String> kinds = new ArrayList<>();
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            kinds.add(kind.name());
        }
        assertThat(known).containsExactlyInAnyOrderElementsOf(kinds);
    }
}
