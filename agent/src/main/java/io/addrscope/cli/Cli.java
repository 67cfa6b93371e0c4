// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.linux.NativeSupport;
import io.addrscope.model.ProcessException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the command that was typed, runs it, and turns whatever it throws into a line and an exit status. */
public final class Cli {

    /** The commands, in the order of the help. */
    static final List<String> COMMANDS =
            List.of("resolve", "maps", "crash", "debuginfo", "demangle", "attach", "completion");

    /** Set by somebody who looks for a defect: then stack traces are printed. */
    private static final String DEBUG_VARIABLE = "ADDRSCOPE_DEBUG";

    private Cli() {}

    /**
     * Runs a command line.
     *
     * @param tokens what was typed after the program's name
     * @param in standard input, read only if a command has none of its input on its line
     * @param out standard output, for answers
     * @param err standard error, for everything else
     * @return the exit status: 0 answered, 1 a bad token or an unreadable part, 2 wrong usage, 3 the target cannot be
     *     read, 70 a defect; nothing is thrown
     */
    public static int run(String[] tokens, InputStream in, OutputStream out, PrintStream err) {
        // A command soon ends: its start is what it takes.
        NativeSupport.preferQuickStart();
        Console console = new Console(in, out, err);
        try {
            int status = run(tokens, console);
            console.flush();
            return status;
        } catch (ClosedPipeException e) {
            return Status.ANSWERED;
        } catch (LostOutputException e) {
            console.complain(String.valueOf(e.getMessage()));
            return Status.INCOMPLETE;
        } catch (UsageException e) {
            console.complain(String.valueOf(e.getMessage()));
            console.complain("see: " + Help.PROGRAM + (isCommand(tokens) ? " " + tokens[0] : "") + " --help");
            return Status.USAGE;
        } catch (ProcessException | UnreadableException e) {
            console.complain(String.valueOf(e.getMessage()));
            return Status.UNREADABLE;
        } catch (IOException e) {
            console.complain("standard input cannot be read: " + e.getMessage());
            return Status.INCOMPLETE;
        } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
            return defect(e, console);
        }
    }

    private static int run(String[] tokens, Console console) throws IOException {
        if (tokens.length == 0) {
            throw new UsageException("which command? There are " + String.join(", ", COMMANDS));
        }
        switch (tokens[0]) {
            case "--help", "-h", "help" -> {
                Command about = tokens.length > 1 ? command(tokens[1]) : null;
                if (about == null) {
                    Help.overview(console.buffer());
                } else {
                    Help.of(about.spec(), console.buffer());
                }
                return Status.ANSWERED;
            }
            case "--version" -> {
                console.buffer().append("addrscope ").append(OwnJar.version()).append('\n');
                return Status.ANSWERED;
            }
            default -> {
                Command command = command(tokens[0]);
                if (command == null) {
                    throw unknown(tokens[0]);
                }
                ParsedLine line = ParsedLine.parse(command.spec(), tokens, 1);
                if (line.has(Option.HELP.name())) {
                    Help.of(command.spec(), console.buffer());
                    return Status.ANSWERED;
                }
                return command.run(line, console);
            }
        }
    }

    /** Returns the command of that name, or null. Only the one that is asked for is loaded. */
    static @Nullable Command command(String name) {
        return switch (name) {
            case "resolve" -> new Resolve();
            case "maps" -> new Maps();
            case "crash" -> new Crash();
            case "debuginfo" -> new Debuginfo();
            case "demangle" -> new Demangle();
            case "attach" -> new Attach();
            case "completion" -> new Completion();
            default -> null;
        };
    }

    private static UsageException unknown(String typed) {
        String nearest = ParsedLine.nearest(typed, COMMANDS);
        return new UsageException("unknown command \"" + typed + "\"; "
                + (nearest == null ? "there are " + String.join(", ", COMMANDS) : "did you mean " + nearest + "?"));
    }

    private static boolean isCommand(String[] tokens) {
        return tokens.length > 0 && COMMANDS.contains(tokens[0]);
    }

    private static int defect(Throwable defect, Console console) {
        String debug = System.getenv(DEBUG_VARIABLE);
        boolean wanted = debug != null && !debug.isEmpty();
        console.complain("this should not have happened: " + defect
                + (wanted ? "" : "; " + DEBUG_VARIABLE + "=1 in the environment prints where it did"));
        if (wanted) {
            console.trace(defect);
        }
        return Status.DEFECT;
    }
}
