// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

/** Words for a shell. */
final class Quoted {

    /** Characters that mean nothing to a shell, beside letters and digits. */
    private static final String HARMLESS = "/._-+:,@%=";

    /** Before a tilde, these make it somebody's home directory. */
    private static final String HOME_FOLLOWS = "=:";

    private Quoted() {}

    /** Returns a word that a shell takes as this text, whatever is in it. */
    static String forShell(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isTildeWithin = c == '~' && i > 0 && HOME_FOLLOWS.indexOf(text.charAt(i - 1)) < 0;
            if (!Character.isLetterOrDigit(c) && HARMLESS.indexOf(c) < 0 && !isTildeWithin) {
                return "'" + text.replace("'", "'\\''") + "'";
            }
        }
        return text.isEmpty() ? "''" : text;
    }
}
