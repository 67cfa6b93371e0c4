// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import com.google.gson.JsonParser;
import io.addrscope.CrashReport;
import io.addrscope.Settings;
import io.addrscope.render.CrashJson;
import io.addrscope.render.CrashText;
import io.addrscope.render.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What holds of every explanation, whatever the report is made of: it can be shown on a terminal, and is one JSON document. */
final class ExplanationChecks {

    /** No debug file is looked for: what may be wrong with them is for the tests of those who read them. */
    private static final Settings SETTINGS = Settings.DEFAULT.withLines(false);

    private static final Page PAGE = new Page(100, false);

    private ExplanationChecks() {}

    /** Writes a report into a file, whatever was there, and explains it. */
    static void check(byte[] input, Path file) throws IOException {
        CrashReport report = CrashReport.of(Files.write(file, input));
        Explanation explanation = report.explain(SETTINGS);
        StringBuilder text = new StringBuilder();
        new CrashText(PAGE).append(text, explanation, report.path());
        requirePrintable(text);
        String json = CrashJson.line(explanation, report.path());
        if (json.indexOf('\n') >= 0 || !JsonParser.parseString(json).isJsonObject()) {
            throw new AssertionError("not one JSON document in a line: " + json);
        }
    }

    private static void requirePrintable(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int type = Character.getType(c);
            boolean isSafe = c == '\n'
                    || (type != Character.CONTROL
                            && type != Character.FORMAT
                            && type != Character.LINE_SEPARATOR
                            && type != Character.PARAGRAPH_SEPARATOR);
            if (!isSafe) {
                throw new AssertionError(
                        "U+" + Integer.toHexString(c) + " behind " + text.substring(Math.max(0, i - 80), i));
            }
        }
    }
}
