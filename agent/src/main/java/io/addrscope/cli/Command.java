// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import java.io.IOException;

/** One command. */
interface Command {

    /** Returns what the command understands. */
    CommandSpec spec();

    /**
     * Runs the command.
     *
     * @return the exit status, see {@link Status}
     * @throws UsageException if what was typed makes no sense
     * @throws io.addrscope.model.ProcessException if the target cannot be read
     * @throws ClosedPipeException if nobody reads the output any more
     * @throws IOException if standard input cannot be read
     */
    int run(ParsedLine line, Console console) throws IOException;
}
