// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import org.jspecify.annotations.Nullable;

/** Reads the command line's place, the host and the time. */
final class SummaryReader implements SectionReader {

    private static final String ELAPSED = " elapsed time:";

    private @Nullable Span commandLine;
    private @Nullable Text host;
    private @Nullable Text time;
    private @Nullable Text timeZone;
    private @Nullable Seconds elapsed;

    @Override
    public void read(SectionKind kind, Line line, boolean isFirst) {
        if (!isFirst) {
            return;
        }
        if (line.skip("Command Line:")) {
            line.skipBlanks();
            commandLine = line.span(line.at(), line.to());
        } else if (line.skip("Host:")) {
            host = line.rest();
        } else if (line.skip("Time:") || line.skip("time:")) {
            int end = line.indexOf(ELAPSED, line.at());
            time = line.textTo(end < 0 ? line.to() : end);
            line.skip(ELAPSED);
            readElapsed(line);
        } else if (line.skip("timezone:")) {
            timeZone = line.rest();
        } else if (line.skip("elapsed time:")) {
            readElapsed(line);
        }
    }

    private void readElapsed(Line line) {
        line.skipBlanks();
        Seconds seconds = line.seconds();
        if (seconds != null) {
            elapsed = seconds;
        }
    }

    Summary summary() {
        return new Summary(commandLine, host, time, timeZone, elapsed);
    }
}
