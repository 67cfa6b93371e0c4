// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.model.Printable;
import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;

/**
 * What the agent in a JVM says came of an attach.
 *
 * <p>It stands in the JVM's system property {@value #PROPERTY}, in the form of a properties file with the keys version,
 * state, applied, refused and message. It comes from another process, so nothing in it is relied on.
 */
final class AgentReport {

    private static final String PROPERTY = "addrscope.agent";
    private static final int WARNS_FROM = 21;

    private final Properties report;
    private final int javaVersion;

    private AgentReport(Properties report, int javaVersion) {
        this.report = report;
        this.javaVersion = javaVersion;
    }

    /** Reads the report out of the system properties of the JVM. */
    static AgentReport of(Properties system) {
        Properties report = new Properties();
        try {
            report.load(new StringReader(system.getProperty(PROPERTY, "")));
        } catch (IOException | IllegalArgumentException e) {
            report.clear();
        }
        int javaVersion;
        try {
            javaVersion = Integer.parseInt(system.getProperty("java.specification.version", ""));
        } catch (NumberFormatException e) {
            javaVersion = 0; // "1.8" and older
        }
        return new AgentReport(report, javaVersion);
    }

    int status() {
        return switch (get("state")) {
            case "started", "changed", "unchanged" ->
                get("refused").isEmpty() && get("message").isEmpty() ? Status.ANSWERED : Status.INCOMPLETE;
            case "refused" -> Status.INCOMPLETE;
            default -> Status.UNREADABLE;
        };
    }

    void append(StringBuilder out, AttachTarget target) {
        out.append("process ").append(target.pid()).append(": ");
        String version = get("version");
        out.append(
                switch (get("state")) {
                    case "started" -> "agent " + version + " is in";
                    case "changed" -> "agent " + version + " was in, and took the options";
                    case "unchanged" -> "agent " + version + " was in already; nothing to change";
                    case "refused" -> "agent " + version + " was in already, and refused";
                    case "failed" -> "agent " + version + " failed";
                    default -> "the agent was loaded, and does not say what came of it";
                });
        out.append('\n');
        line(out, "options", get("applied"));
        line(out, "refused", get("refused"));
        line(out, "message", get("message"));
        if (javaVersion >= WARNS_FROM && !target.allowsAgents()) {
            out.append("JDK ")
                    .append(javaVersion)
                    .append(
                            " has printed a warning on the standard error of the process, because an agent came while\n")
                    .append("it runs; -XX:+EnableDynamicAgentLoading at its start allows that without a word.\n");
        }
    }

    private static void line(StringBuilder out, String label, String value) {
        if (!value.isEmpty()) {
            out.append("  ").append(label).append("  ").append(value).append('\n');
        }
    }

    private String get(String key) {
        return Printable.text(report.getProperty(key, ""));
    }
}
