// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * What {@code java -jar addrscope.jar} runs: opens the nested part of the jar and hands over to the command line in it.
 *
 * <p>It knows nothing of instrumentation: the command line has to work where {@code java.instrument} is missing.
 */
public final class Main {

    private static final String COMMAND_LINE = "io.addrscope.cli.Cli";

    private Main() {}

    /** Runs a command and ends the JVM with its status. */
    public static void main(String[] arguments) throws Throwable {
        // From JDK 18 on, reflection spins method handles: at its first use that takes longer than a whole command.
        System.setProperty("jdk.reflect.useNativeAccessorOnly", "true");
        // Else JNA starts ldconfig to find out where libraries are; we ask it for none.
        System.setProperty("jna.platform.library.path", "");
        // Else JNA prints a stack trace where it finds no directory for its library; that is said in a line where it
        // matters.
        System.setProperty("java.util.logging.config.file", "/dev/null");
        // Open until the end: classes keep coming from it.
        ClassLoader loader = new NestedLoader(NestedContent.open());
        Object status = Class.forName(COMMAND_LINE, true, loader)
                .getMethod("run", String[].class, InputStream.class, OutputStream.class, PrintStream.class)
                // Not System.out, which keeps to itself what kind of trouble it has.
                .invoke(null, arguments, System.in, new FileOutputStream(FileDescriptor.out), System.err);
        if (!status.equals(0)) {
            // Only then: from JDK 21 on, it sets up a logger first.
            System.exit((Integer) status);
        }
    }
}
