// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import io.addrscope.agent.arm.Arming;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One start of the agent, on the agent's thread: settles the options, and opens the inner part if one of them needs it.
 *
 * <p>The first start in a JVM settles all options. Every later one (a second {@code -javaagent}, an attach) finds the
 * classes of the first, changes what can be changed, and refuses the rest by name.
 *
 * <p>The starts of one JVM settle one after the other. Features are switched outside that lock, since one of them may
 * have to wait for the application.
 */
final class Startup implements Runnable {

    /** In milliseconds. What the application does first is not slowed down by what only a crash would need. */
    private static final long APPLICATION_START_MILLIS = 1_000;

    /** Guarded by the class. */
    private static @Nullable Options settled;

    /** Whether the library has asked for the epoch. Guarded by the class. */
    private static boolean epochWanted;

    /** Takes the key of a feature's option, and whether we are attached. Guarded by the class. */
    private static @Nullable BiConsumer<String, Boolean> inner;

    private final @Nullable String text;
    private final Instrumentation instrumentation;
    private final boolean attached;

    /** Whether the explainer of a crash needs our leave to read this process. */
    private boolean leaveWanted;

    Startup(@Nullable String text, Instrumentation instrumentation, boolean attached) {
        this.text = text;
        this.instrumentation = instrumentation;
        this.attached = attached;
    }

    @Override
    public void run() {
        Outcome outcome = new Outcome();
        try {
            BiConsumer<String, Boolean> features = start(outcome);
            if (features != null) {
                features.accept(OptionKey.HOOKS.key, attached);
                features.accept(OptionKey.JMX.key, attached);
            }
            if (leaveWanted) {
                giveLeave();
            }
        } catch (Throwable t) {
            outcome.state("failed");
            outcome.messages.add(Log.describe(t));
            Log.failure(isSettled() ? "not in effect" : "not started", t);
        }
        if (attached) {
            outcome.publish(AgentJar.version());
        }
    }

    /** The library wants the epoch from now on; what there is of the agent switches its hooks accordingly. */
    static void wantEpoch(Instrumentation instrumentation) throws IOException, ReflectiveOperationException {
        BiConsumer<String, Boolean> features;
        synchronized (Startup.class) {
            epochWanted = true;
            features = openIfNeeded(instrumentation);
        }
        if (features != null) {
            features.accept(OptionKey.HOOKS.key, true);
        }
    }

    private @Nullable BiConsumer<String, Boolean> start(Outcome outcome)
            throws IOException, ReflectiveOperationException {
        synchronized (Startup.class) {
            Arguments arguments = Arguments.parse(text);
            String asked = arguments.version();
            if (asked != null && !asked.equals(AgentJar.version())) {
                refuseVersion(asked, outcome);
                return null;
            }
            boolean isFirst = settled == null;
            settleOrChange(arguments, outcome);
            if (isFirst) {
                boolean armed = arm(outcome);
                leaveWanted = settled != null && wantsLeave(settled.get(OptionKey.CRASH_PTRACER), armed);
            }
            return openIfNeeded(instrumentation);
        }
    }

    /**
     * Called under the lock. Before anything that takes longer: the application may crash at any time.
     *
     * @return whether crashes will be explained by our doing
     */
    private static boolean arm(Outcome outcome) {
        Options options = settled;
        if (options == null || !options.isOn(OptionKey.CRASH)) {
            return false;
        }
        try {
            Arming.arm(AgentJar.path(), options.get(OptionKey.CRASH_DIR), options.get(OptionKey.DEBUG_DIRS));
            return true;
        } catch (Throwable t) {
            // Not an error: nobody may have asked for it, and it is not to be had in every JVM.
            String message = "crashes will not be explained: " + t.getMessage();
            outcome.messages.add(message);
            Log.info(message);
            return false;
        }
    }

    /** Those who explain crashes by a flag of their own say {@code on}. */
    private static boolean wantsLeave(String option, boolean armed) {
        return option.equals("on") || (armed && option.equals("auto") && PtraceScope.asksForLeave(PtraceScope.FILE));
    }

    private void giveLeave() throws IOException, ReflectiveOperationException, InterruptedException {
        if (!attached) {
            Thread.sleep(APPLICATION_START_MILLIS);
        }
        BiConsumer<String, Boolean> features;
        synchronized (Startup.class) {
            features = open(instrumentation);
        }
        features.accept(OptionKey.CRASH_PTRACER.key, attached);
    }

    private static boolean isSettled() {
        synchronized (Startup.class) {
            return settled != null;
        }
    }

    /** Called under the lock. Null as long as nothing needs the inner part. */
    private static @Nullable BiConsumer<String, Boolean> openIfNeeded(Instrumentation instrumentation)
            throws IOException, ReflectiveOperationException {
        return currentlyOn(OptionKey.JMX) || currentlyOn(OptionKey.HOOKS) ? open(instrumentation) : inner;
    }

    /** Called under the lock. */
    private static BiConsumer<String, Boolean> open(Instrumentation instrumentation)
            throws IOException, ReflectiveOperationException {
        BiConsumer<String, Boolean> features = inner;
        if (features == null) {
            features = PrivateLayer.open(instrumentation, new CurrentOptions());
            inner = features;
        }
        return features;
    }

    /** Called under the lock. No hook is put in before somebody wants the epoch. */
    private static boolean currentlyOn(OptionKey option) {
        return settled != null && settled.isOn(option) && (option != OptionKey.HOOKS || epochWanted);
    }

    /** The value of an option, by its key, as far as features are concerned; sizes in bytes. */
    private static String current(String key) {
        OptionKey option = OptionKey.of(key);
        synchronized (Startup.class) {
            if (option == null || settled == null) {
                throw new IllegalArgumentException(key);
            }
            String value = settled.get(option);
            if (option.isSize()) {
                return Long.toString(OptionKey.bytes(value));
            }
            return option == OptionKey.HOOKS && !currentlyOn(option) ? "off" : value;
        }
    }

    /** {@link #current} for the inner part, which does not share this class. */
    private static final class CurrentOptions implements Function<String, String> {

        @Override
        public String apply(String key) {
            return current(key);
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

    private void settleOrChange(Arguments arguments, Outcome outcome) {
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
