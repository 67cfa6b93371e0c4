// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of an attach, for the process that attached: JVMs tell each other no more than "done" or "failed".
 *
 * <p>It stands in the system property {@value #PROPERTY} of the JVM that was attached to, in the form of a properties
 * file, and is replaced by the next attach:
 *
 * <pre>
 *   version  the version of the agent that is in this JVM
 *   state    started | changed | unchanged | refused | failed
 *   applied  the options that hold now because of this attach, KEY=VALUE separated by commas
 *   refused  the keys that only the start of the agent can set, separated by commas
 *   message  for people: one sentence for each problem, separated by "; "
 * </pre>
 */
final class Outcome {

    static final String PROPERTY = "addrscope.agent";

    final List<String> applied = new ArrayList<>();
    final List<String> refused = new ArrayList<>();
    final List<String> messages = new ArrayList<>();
    private String state = "unchanged";

    void state(String now) {
        state = now;
    }

    void publish(String version) {
        StringBuilder text = new StringBuilder();
        line(text, "version", version);
        line(text, "state", state);
        line(text, "applied", String.join(",", applied));
        line(text, "refused", String.join(",", refused));
        line(text, "message", String.join("; ", messages));
        System.setProperty(PROPERTY, text.toString());
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append('=');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                text.append('\\');
            }
            text.append(c < ' ' ? ' ' : c);
        }
        text.append('\n');
    }
}
