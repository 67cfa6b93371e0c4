// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.arm;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * The command that explains a crash, as HotSpot takes it: {@code %p} is the process, {@code %%} a percent sign, and a command
 * ends at the first {@code ;}, quoted or not; JDK 25 ends it at a new line, too. A shell runs it, in the directory and with the
 * environment of the JVM that has crashed. For one thread.
 */
final class Explainer {

    /** HotSpot cuts a command after 2,000 bytes, without a word. */
    static final int MOST_BYTES = 1500;

    /** What the environment told the JVM that has crashed is not for this one. */
    private static final String ENVIRONMENT =
            "exec env -u JAVA_TOOL_OPTIONS -u JDK_JAVA_OPTIONS -u _JAVA_OPTIONS -u LD_PRELOAD ";

    /** The JVM that has crashed waits for the command, however long it takes. */
    private static final String TIMEOUT = "timeout -s KILL 20 ";

    /**
     * Small and quick to start; says nothing of its own; leaves no performance counters, and if it crashes itself, neither a
     * report nor a core dump.
     */
    private static final String JVM_OPTIONS = " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms16m -Xmx96m -Xlog:disable"
            + " -XX:-UsePerfData -XX:+SuppressFatalErrorMessage -XX:-CreateCoredumpOnCrash";

    /** How a shell makes the one character that no command can hold. */
    private static final String SEMICOLON = "\"$(printf '\\073')\"";

    private final String java;
    private final String jar;
    private final StringBuilder options = new StringBuilder();

    /**
     * Explains by this JVM's own {@code java}.
     *
     * @param home the value of the system property {@code java.home}
     * @param jar the path of the agent's jar
     * @throws IOException if a path cannot be part of a command, or names no file
     */
    Explainer(String home, String jar) throws IOException {
        File program = new File(home, "bin/java");
        if (!program.canExecute()) {
            throw new IOException("there is no " + program);
        }
        if (!new File(jar).isFile()) {
            throw new IOException("there is no " + jar);
        }
        java = quoted(program.getPath());
        this.jar = quoted(jar);
    }

    /**
     * Says where the verdict goes.
     *
     * @param directory a value of the agent's option {@code crash.dir}
     * @throws IOException if the path cannot be part of a command
     */
    void writeTo(String directory) throws IOException {
        if (directory.equals("-")) {
            options.append(" --dir -");
        } else if (!directory.isEmpty()) {
            // The application may be elsewhere by then, as far as the system is concerned.
            options.append(" --dir ").append(quoted(new File(directory).getAbsolutePath()));
        }
    }

    /**
     * Says where debug files are.
     *
     * @param directories a value of the agent's option {@code debug.dirs}: absolute paths, with {@code ;} between them
     * @throws IOException if a path cannot be part of a command
     */
    void lookIn(String directories) throws IOException {
        String separator = " --debug-dirs ";
        int from = 0;
        while (from <= directories.length()) {
            int semicolon = directories.indexOf(';', from);
            int end = semicolon < 0 ? directories.length() : semicolon;
            String directory = directories.substring(from, end).strip();
            if (!directory.isEmpty()) {
                options.append(separator).append(quoted(directory));
                separator = SEMICOLON;
            }
            from = end + 1;
        }
    }

    /** Returns what no command for another purpose holds. */
    String signature() {
        return " -jar " + jar + " crash -p %p";
    }

    /**
     * Returns the command.
     *
     * @param path the directories with programs, as in the environment variable; null for the shell's own
     * @param charset that of file names
     * @throws IOException if it would not work, saying why
     */
    byte[] command(@Nullable String path, Charset charset) throws IOException {
        if (!new File("/bin/sh").canExecute()) {
            throw new IOException("there is no /bin/sh");
        }
        if (!isProgram("env", path)) {
            throw new IOException("there is no program env");
        }
        String text =
                ENVIRONMENT + (isProgram("timeout", path) ? TIMEOUT : "") + java + JVM_OPTIONS + signature() + options;
        byte[] bytes = text.getBytes(charset);
        if (!new String(bytes, charset).equals(text)) {
            throw new IOException("a path has characters that " + charset + " lacks");
        }
        if (bytes.length >= MOST_BYTES) {
            throw new IOException("the paths are too long");
        }
        return bytes;
    }

    private static boolean isProgram(String name, @Nullable String path) {
        String directories = path == null ? "/usr/bin:/bin" : path;
        int from = 0;
        while (from <= directories.length()) {
            int colon = directories.indexOf(':', from);
            int end = colon < 0 ? directories.length() : colon;
            File program = new File(directories.substring(from, end), name);
            if (program.isFile() && program.canExecute()) {
                return true;
            }
            from = end + 1;
        }
        return false;
    }

    /** Returns a path as one word for the shell, and as itself for HotSpot. */
    private static String quoted(String path) throws IOException {
        if (path.indexOf(';') >= 0 || path.indexOf('\n') >= 0 || path.indexOf('\0') >= 0) {
            throw new IOException("a path has a character that ends a command: " + path);
        }
        return "'" + path.replace("'", "'\\''").replace("%", "%%") + "'";
    }
}
