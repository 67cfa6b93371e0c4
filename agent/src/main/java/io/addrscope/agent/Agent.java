// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM calls when the jar is named by {@code -javaagent} or attached to a running JVM.
 *
 * <p>Both doors only start a daemon thread: no class that the application may want to be the first to touch (logging,
 * file systems, management) is touched on its threads. Nothing is thrown, since an exception that leaves
 * {@code premain} ends the JVM.
 *
 * <p>The options are those of {@link OptionKey}, written {@code key=value,key=value}.
 */
public final class Agent {

    private static final String THREAD_NAME = "addrscope";

    /** How long an attach waits for its outcome, in milliseconds; the thread that waits is the JVM's own. */
    private static final long ATTACH_PATIENCE_MILLIS = 10_000;

    /** Where the JVM and its launcher take options from, besides the command line. */
    private static final String[] OPTION_VARIABLES = {
        "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "JDK_AOT_VM_OPTIONS"
    };

    /** Parts of the options that make an archive of classes. */
    private static final String[] ARCHIVE_SIGNS = {
        "-XX:ArchiveClassesAtExit=",
        "-XX:+RecordDynamicDumpInfo",
        "-XX:DumpLoadedClassList=",
        "-XX:AOTMode=record",
        "-XX:AOTMode=create",
        "-XX:AOTCacheOutput=",
        "-Xshare:dump"
    };

    /** Of the last start; null until the first. */
    private static volatile @Nullable Instrumentation given;

    private static volatile boolean epochWanted;

    private Agent() {}

    /** Called by the JVM before {@code main}, once for each {@code -javaagent} that names this jar. */
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        try {
            if (!isMakingArchive()) {
                start(arguments, instrumentation, false);
            }
        } catch (Throwable t) {
            Log.failure("not started", t);
        }
    }

    /**
     * Called by the JVM on its attach thread, once for each attach. What came of it stands in the system property
     * {@link Outcome#PROPERTY} when this returns.
     */
    public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
        try {
            start(arguments, instrumentation, true).join(ATTACH_PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable t) {
            Log.failure("not started", t);
        }
    }

    /**
     * For the library, wherever it was loaded from: makes sure that {@code java.lang.AddrScope} is there and that hooks move
     * its epoch, unless {@code hooks=off}. Returns at once; the work is done on a thread of the agent's, the first time.
     * Does nothing in a JVM that was not given this agent. Throws nothing; safe for all threads.
     */
    public static void wantEpoch() {
        Instrumentation instrumentation = given;
        if (epochWanted || instrumentation == null) {
            return;
        }
        try {
            // Two requests at the same time do no harm.
            epochWanted = true;
            launch(new EpochRequest(instrumentation));
        } catch (Throwable t) {
            Log.failure("no hooks", t);
        }
    }

    /** No type of ours in the signatures here: the JVM, looking for {@code premain}, would load them all. */
    private static Thread start(@Nullable String arguments, Instrumentation instrumentation, boolean attached) {
        given = instrumentation;
        return launch(new Startup(arguments, instrumentation, attached));
    }

    private static Thread launch(Runnable work) {
        // false: what the application's threads hand down to their children is not for this one.
        Thread thread = new Thread(systemGroup(), work, THREAD_NAME, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
        return thread;
    }

    /**
     * Whether this run is there to make a CDS archive or an AOT cache, as far as the command line and the environment
     * tell. Such a JVM writes a line on standard output for each class of an agent, and a changed class could spoil what
     * it makes; so no class but this one is loaded. Options in files are not seen; the inner part asks the JVM itself.
     */
    private static boolean isMakingArchive() throws IOException {
        for (String variable : OPTION_VARIABLES) {
            String options = System.getenv(variable);
            if (options != null && namesArchive(options)) {
                return true;
            }
        }
        String[] words;
        try (FileInputStream commandLine = new FileInputStream("/proc/self/cmdline")) {
            words = new String(commandLine.readAllBytes(), StandardCharsets.ISO_8859_1).split("\0", -1);
        }
        boolean value = false;
        for (int i = 1; i < words.length; i++) {
            String word = words[i];
            if (!value && (word.equals("-jar") || !(word.startsWith("-") || word.startsWith("@")))) {
                // What follows is the application's.
                return false;
            }
            if (!value && namesArchive(word)) {
                return true;
            }
            value = word.equals("-cp")
                    || word.equals("-classpath")
                    || word.equals("-p")
                    || (word.startsWith("--") && word.indexOf('=') < 0 && !word.equals("--enable-preview"));
        }
        return false;
    }

    private static boolean namesArchive(String options) {
        for (String sign : ARCHIVE_SIGNS) {
            if (options.contains(sign)) {
                return true;
            }
        }
        return false;
    }

    /** The JVM's own group, so that an application that counts its threads counts as many as without us. */
    private static ThreadGroup systemGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        ThreadGroup parent = group.getParent();
        while (parent != null) {
            group = parent;
            parent = group.getParent();
        }
        return group;
    }
}
