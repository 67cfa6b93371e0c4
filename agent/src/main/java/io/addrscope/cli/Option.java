// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import org.jspecify.annotations.Nullable;

/**
 * One option of a command.
 *
 * @param name as it is typed, dashes included
 * @param alias another way to type it; null if there is none
 * @param argument what follows it, in capitals; null for a switch
 * @param choices the only arguments that it takes, separated by {@code |}; null if it takes any
 * @param help what it does, for the help
 */
record Option(
        String name,
        @Nullable String alias,
        @Nullable String argument,
        @Nullable String choices,
        String help) {

    static final Option HELP = flag("--help", "-h", "print this and exit");

    static Option flag(String name, @Nullable String alias, String help) {
        return new Option(name, alias, null, null, help);
    }

    static Option value(String name, String argument, String help) {
        return new Option(name, null, argument, null, help);
    }

    static Option choice(String name, String choices, String help) {
        return new Option(name, null, choices, choices, help);
    }

    boolean isNamed(String typed) {
        return typed.equals(name) || typed.equals(alias);
    }

    boolean takesArgument() {
        return argument != null;
    }

    boolean accepts(String value) {
        return choices == null
                || (!value.isEmpty() && value.indexOf('|') < 0 && ("|" + choices + "|").contains("|" + value + "|"));
    }

    /** How the option is typed, such as {@code -h, --help} or {@code -p PID}. */
    String syntax() {
        String names = alias == null ? name : alias + ", " + name;
        return argument == null ? names : names + " " + argument;
    }
}
