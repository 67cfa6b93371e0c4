// SPDX-License-Identifier: Apache-2.0
package io.addrscope.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A process that answers each line on its standard input with one on its standard output. For one thread. */
public final class LineProcess implements AutoCloseable {

    private final Process process;
    private final Writer questions;
    private final BufferedReader answers;

    private LineProcess(Process process) {
        this.process = process;
        // One byte, one character: nothing that a process says is lost or refused.
        this.questions = process.outputWriter(StandardCharsets.ISO_8859_1);
        this.answers = process.inputReader(StandardCharsets.ISO_8859_1);
    }

    /** Starts a command; what it complains of goes to our own standard error. */
    public static LineProcess start(List<String> command) {
        try {
            return new LineProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends a line and returns the one that comes back.
     *
     * @throws AssertionError if none comes
     */
    public String ask(String question) {
        try {
            questions.write(question + "\n");
            questions.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(question, e);
        }
        return answer(question);
    }

    /**
     * Returns the line that comes next, unasked.
     *
     * @param step what messages call the moment
     * @throws AssertionError if none comes
     */
    public String answer(String step) {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new AssertionError("the process has ended: " + step);
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(step, e);
        }
    }

    /** Returns the pid of the command. */
    public long pid() {
        return process.pid();
    }

    /** Kills it and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
