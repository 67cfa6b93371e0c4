// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

/** Writes help from what the commands say of themselves. */
final class Help {

    /** How the command line is started: the program beside the jar tells its name. */
    static final String PROGRAM = System.getProperty("addrscope.program", "java -jar addrscope.jar");

    private static final int COLUMN = 26;

    private Help() {}

    static void overview(StringBuilder out) {
        out.append("Says what native addresses are: of a JVM, or of any process, on Linux.\n\n");
        out.append("usage: ").append(PROGRAM).append(" COMMAND [OPTIONS]\n\ncommands:\n");
        for (String name : Cli.COMMANDS) {
            Command command = Cli.command(name);
            if (command != null) {
                entry(out, name, command.spec().summary());
            }
        }
        out.append("\noptions:\n");
        entry(out, "COMMAND --help", "print what a command understands");
        entry(out, "--version", "print the version");
        out.append('\n');
        statuses(out);
    }

    static void of(CommandSpec spec, StringBuilder out) {
        out.append("usage: ").append(PROGRAM).append(' ').append(spec.name());
        if (!spec.operands().isEmpty()) {
            out.append(' ').append(spec.operands());
        }
        out.append(" [OPTIONS]\n\n").append(spec.description()).append("\n\noptions:\n");
        for (Option option : spec.options()) {
            entry(out, option.syntax(), option.help());
        }
        out.append('\n');
        statuses(out);
    }

    private static void statuses(StringBuilder out) {
        out.append("exit status: 0 answered, 1 something was bad or unreadable and the rest answered,\n")
                .append("2 wrong usage, 3 the target cannot be read\n");
    }

    private static void entry(StringBuilder out, String what, String help) {
        int begin = out.length();
        out.append("  ").append(what);
        if (out.length() - begin > COLUMN - 2) {
            out.append('\n');
            begin = out.length();
        }
        while (out.length() - begin < COLUMN) {
            out.append(' ');
        }
        int from = 0;
        while (help.length() - from > 80 - COLUMN) {
            int blank = help.lastIndexOf(' ', from + 80 - COLUMN);
            out.append(help, from, blank).append('\n');
            for (int i = 0; i < COLUMN; i++) {
                out.append(' ');
            }
            from = blank + 1;
        }
        out.append(help, from, help.length()).append('\n');
    }
}
