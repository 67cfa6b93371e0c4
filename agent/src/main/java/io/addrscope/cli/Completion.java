// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import java.util.List;

/** {@code completion}: prints a script that teaches bash the commands and their options. */
final class Completion implements Command {

    private static final CommandSpec SPEC =
            new CommandSpec("completion", "", "print a completion script for bash", """
                    Prints a script for bash. It completes the program addrscope, which lies beside the jar; where it is
                    found by PATH, bash learns its commands by

                      source <(addrscope completion)""", List.of(Option.HELP));

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public int run(ParsedLine line, Console console) {
        if (!line.operands().isEmpty()) {
            throw new UsageException("completion takes no \"" + line.operands().get(0) + "\"");
        }
        StringBuilder out = console.buffer();
        out.append("_addrscope() {\n")
                .append("  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words=\n")
                .append("  case \"${COMP_WORDS[1]} $previous\" in\n");
        StringBuilder options = new StringBuilder();
        for (String name : Cli.COMMANDS) {
            Command command = Cli.command(name);
            if (command != null) {
                arguments(out, command.spec());
                options(options, command.spec());
            }
        }
        out.append("    *) case \"$COMP_CWORD ${COMP_WORDS[1]}\" in\n")
                .append("      1\\ *) words='")
                .append(String.join(" ", Cli.COMMANDS))
                .append(" --help --version' ;;\n")
                .append(options)
                .append("    esac ;;\n  esac\n")
                .append("  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}\n")
                .append("complete -o default -F _addrscope addrscope\n");
        return Status.ANSWERED;
    }

    private static void arguments(StringBuilder out, CommandSpec spec) {
        for (Option option : spec.options()) {
            String choices = option.choices();
            if (choices != null) {
                out.append("    ")
                        .append(spec.name())
                        .append("\\ ")
                        .append(option.name())
                        .append(") words='");
                out.append(choices.replace('|', ' ')).append("' ;;\n");
            } else if (option.equals(Target.PID)) {
                out.append("    ").append(spec.name()).append("\\ ").append(option.name());
                out.append(") words=$(cd /proc && echo [0-9]*) ;;\n");
            } else if (option.equals(Target.FILE)) {
                // No words: then bash completes the names of files.
                out.append("    ").append(spec.name()).append("\\ ").append(option.name());
                out.append(") ;;\n");
            }
        }
    }

    private static void options(StringBuilder out, CommandSpec spec) {
        out.append("      *\\ ").append(spec.name()).append(") words='");
        for (Option option : spec.options()) {
            out.append(option.name()).append(' ');
        }
        out.setLength(out.length() - 1);
        out.append("' ;;\n");
    }
}
