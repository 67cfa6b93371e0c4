// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.model.Location;
import io.addrscope.render.LocationFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Prints answers in their order: a few at once, many on a thread of its own, so that whoever brings them looks for the next ones
 * meanwhile. Nobody else may print before it is closed. For one thread.
 */
final class AnswerPrinter implements AutoCloseable {

    /** Fewer are printed before a thread has started. */
    private static final int MANY = 4096;

    private final Console console;
    private final LocationFormat format;

    /** What is printed now; null if nothing is. */
    private @Nullable FutureTask<?> printing;

    AnswerPrinter(Console console, LocationFormat format) {
        this.console = console;
        this.format = format;
    }

    /**
     * Prints answers, behind those before them.
     *
     * @throws ClosedPipeException if nobody reads what was printed
     * @throws LostOutputException if it cannot be written
     */
    void print(List<Location> locations) {
        await();
        if (locations.size() < MANY || !startToPrint(locations)) {
            printNow(locations);
        }
    }

    /** Sends all that was printed, once it is; throws what {@link #print} throws. */
    void flush() {
        await();
        console.flush();
    }

    @Override
    public void close() {
        flush();
    }

    private boolean startToPrint(List<Location> locations) {
        FutureTask<?> task = new FutureTask<>(() -> printNow(locations), null);
        Thread thread = new Thread(task, "addrscope-print");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // The system has no thread for it.
            return false;
        }
        printing = task;
        return true;
    }

    private void printNow(List<Location> locations) {
        for (Location location : locations) {
            format.append(console.buffer(), location);
            console.turnPage();
        }
    }

    private void await() {
        FutureTask<?> before = printing;
        printing = null;
        if (before == null) {
            return;
        }
        try {
            before.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the command line", e);
        }
    }
}
