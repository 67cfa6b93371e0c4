// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One start of the agent, on the agent's thread: settles the options, and opens the inner part if one of them needs it.
 *
 * <p>The first start in a JVM settles all options. Every later one (a second {@code -javaagent}, an attach) finds the
 * classes of the first, changes what can be changed, and refuses the rest by name.
 */
final class Startup implements Runnable {

    /** Guarded by the class: the starts of one JVM run one after the other. */
    private static @Nullable Options settled;

    /** Guarded by the class: takes the options, by their keys, whenever they change. */
    private static @Nullable Consumer<Map<String, String>> inner;

    private final @Nullable String text;
    private final Instrumentation instrumentation;
    private final boolean attached;

    Startup(@Nullable String text, Instrumentation instrumentation, boolean attached) {
        this.text = text;
        this.instrumentation = instrumentation;
        this.attached = attached;
    }

    @Override
    public void run() {
        try {
            synchronized (Startup.class) {
                start();
            }
        } catch (Throwable t) {
            Log.failure("not started", t);
        }
    }

    private void start() {
        Outcome outcome = new Outcome();
        Arguments arguments = Arguments.parse(text);
        String asked = arguments.version();
        try {
            if (asked != null && !asked.equals(AgentJar.version())) {
                refuseVersion(asked, outcome);
            } else {
                settleOrChange(arguments, outcome);
            }
        } catch (Throwable t) {
            outcome.state("failed");
            outcome.messages.add(Log.describe(t));
            Log.failure(settled == null ? "not started" : "not in effect", t);
        }
        if (attached) {
            outcome.publish(AgentJar.version());
        }
    }

    /** The classes of the jar that came first stay: a JVM loads no second class of one name into its class path. */
    private static void refuseVersion(String asked, Outcome outcome) {
        String message = "version " + AgentJar.version() + " is in this JVM and stays until it ends; version " + asked
                + " is refused";
        outcome.state("refused");
        outcome.messages.add(message);
        Log.error(message);
    }

    private void settleOrChange(Arguments arguments, Outcome outcome) throws IOException, ReflectiveOperationException {
        List<String> problems = new ArrayList<>(arguments.problems);
        Options options = settled;
        if (options == null) {
            options = Options.settle(arguments.given, attached, problems);
            settled = options;
            outcome.state("started");
            for (Map.Entry<OptionKey, String> entry : arguments.given.entrySet()) {
                outcome.applied.add(entry.getKey().key + "=" + entry.getValue());
            }
        } else {
            change(options, arguments, outcome, problems);
        }
        Log.setLevel(options.get(OptionKey.LOG));
        for (String problem : problems) {
            outcome.messages.add(problem);
            Log.error(problem);
        }
        if (Log.isDebug()) {
            Log.debug("options: " + options.byKey());
        }
        Consumer<Map<String, String>> features = inner;
        if (features == null && options.isOn(OptionKey.JMX)) {
            features = PrivateLayer.open(instrumentation, attached);
            inner = features;
        }
        if (features != null) {
            features.accept(options.byKey());
        }
    }

    private static void change(Options options, Arguments arguments, Outcome outcome, List<String> problems) {
        for (Map.Entry<OptionKey, String> entry : arguments.given.entrySet()) {
            OptionKey option = entry.getKey();
            String value = entry.getValue();
            if (option.changeable) {
                options.change(option, value);
                outcome.applied.add(option.key + "=" + value);
                outcome.state("changed");
            } else if (!value.equals(options.get(option))) {
                outcome.refused.add(option.key);
                problems.add("option '" + option.key + "' is settled when the agent starts: it stays '"
                        + options.get(option) + "'");
            }
        }
        if (outcome.applied.isEmpty() && !outcome.refused.isEmpty()) {
            outcome.state("refused");
        }
    }
}
