// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.model.Reason;
import io.addrscope.model.Source;
import io.addrscope.testing.LineProcess;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM that locates addresses for a test that needs one of another kind than its own. For one thread. */
final class ChildJvm implements AutoCloseable {

    /**
     * What matters of a location, as text; what is missing is {@code -}.
     *
     * @param obtainedBy {@code ioctl} or {@code text}
     * @param elfAddress hexadecimal digits
     * @param buildId hexadecimal digits
     * @param reasons the codes
     */
    record Answer(String obtainedBy, String elfAddress, String buildId, List<Reason.Code> reasons) {

        static Answer parse(String line) {
            String[] parts = line.split(" ", -1);
            if (parts.length != 4) {
                throw new AssertionError(line);
            }
            return new Answer(
                    parts[0],
                    parts[1],
                    parts[2],
                    Stream.of(parts[3].split(",", -1))
                            .filter(code -> !code.isEmpty())
                            .map(Reason.Code::valueOf)
                            .toList());
        }
    }

    private final LineProcess process;

    private ChildJvm(List<String> command) {
        this.process = LineProcess.start(command);
    }

    /** Starts one on whose class path there is no JNA. */
    static ChildJvm withoutJna() {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("jna"))
                .collect(Collectors.joining(File.pathSeparator));
        return new ChildJvm(command(List.of(), classPath));
    }

    /** Starts one with our own class path. */
    static ChildJvm withJna() {
        return by(List.of(), System.getProperty("java.class.path"));
    }

    /** Starts one by way of a command that executes its arguments. */
    static ChildJvm by(List<String> prefix, String classPath) {
        return new ChildJvm(command(prefix, classPath));
    }

    /** Starts the JVM in the program of {@code jvmhost.c}. */
    static ChildJvm hostedBy(Path program) {
        String library = Path.of(System.getProperty("java.home"), "lib", "server", "libjvm.so")
                .toString();
        String main = LocateMain.class.getName().replace('.', '/');
        return new ChildJvm(List.of(program.toString(), library, System.getProperty("java.class.path"), main));
    }

    private static List<String> command(List<String> prefix, String classPath) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", classPath));
        command.add(LocateMain.class.getName());
        return command;
    }

    /** Locates an address of another process. */
    Answer locate(long pid, Source source, String address) {
        return Answer.parse(ask("locate " + pid + " " + source + " " + address));
    }

    /** Sends a line and returns the one that comes back. */
    String ask(String question) {
        return process.ask(question);
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.close();
    }
}
