// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.crash.Header.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the lines that begin with {@code #}. */
final class HeaderReader implements SectionReader {

    private static final String AT_PC = " at pc=";
    private static final String INTERNAL = "Internal Error";
    private static final String MEMORY = "Out of Memory Error";

    /** What the next line is, where the line before says so. */
    private enum Next {
        ANYTHING,
        MEMORY_MESSAGE,
        CHECK_MESSAGE,
        FRAME,
        URL
    }

    private final Cuts cuts;
    private Problem problem = Problem.UNKNOWN;
    private @Nullable Text signalName;
    private @Nullable Word signalNumber;
    private @Nullable Word pc;
    private @Nullable Text sentBy;
    private @Nullable Text source;
    private @Nullable Word processId;
    private @Nullable Word threadId;
    private final List<Text> message = new ArrayList<>();
    private @Nullable Text jre;
    private @Nullable Text vm;
    private @Nullable PrintedFrame frame;
    private @Nullable Text coreDump;
    private @Nullable Text recording;
    private boolean isOutsideVm;
    private @Nullable Text bugUrl;
    private Next next = Next.ANYTHING;

    HeaderReader(Cuts cuts) {
        this.cuts = cuts;
    }

    @Override
    public void read(SectionKind kind, Line line, boolean isFirst) {
        if (!line.skip("#")) {
            return;
        }
        line.skipBlanks();
        Next expected = next;
        next = Next.ANYTHING;
        if (line.isAtEnd()) {
            return;
        }
        switch (expected) {
            case FRAME -> frame = FrameParser.parse(line);
            case URL -> bugUrl = line.rest();
            case MEMORY_MESSAGE -> readMessage(line, Next.ANYTHING);
            case CHECK_MESSAGE -> readMessage(line, Next.CHECK_MESSAGE);
            case ANYTHING -> readAnything(line);
        }
    }

    private void readMessage(Line line, Next following) {
        Text text = line.rest();
        if (text != null) {
            cuts.keep(
                    message,
                    text,
                    Limits.LINES,
                    "lines of the message",
                    text.at().offset());
        }
        next = following;
    }

    private void readAnything(Line line) {
        if (line.startsWith("There is insufficient memory for the Java Runtime Environment")) {
            problem = Problem.OUT_OF_MEMORY;
            next = Next.MEMORY_MESSAGE;
        } else if (line.skip("JRE version:")) {
            jre = line.rest();
        } else if (line.skip("Java VM:")) {
            vm = line.rest();
        } else if (line.startsWith("Problematic frame:")) {
            next = Next.FRAME;
        } else if (line.startsWith("If you would like to submit a bug report")) {
            next = Next.URL;
        } else if (line.startsWith("The crash happened outside the Java Virtual Machine")) {
            isOutsideVm = true;
        } else if (line.skip("JFR recording file will be written. Location:")) {
            recording = line.rest();
        } else if (line.startsWith(INTERNAL) || line.startsWith(MEMORY)) {
            readError(line);
        } else if (line.indexOf(AT_PC, line.at()) >= 0) {
            readSignal(line);
        } else if (coreDump == null
                && (line.indexOf("ore dump", line.at()) >= 0 || line.startsWith("CreateCoredump"))) {
            coreDump = line.rest();
        }
    }

    /** {@code SIGSEGV (0xb) at pc=0x00007f37a18bc187 (sent by kill), pid=1, tid=2}. */
    private void readSignal(Line line) {
        int atPc = line.indexOf(AT_PC, line.at());
        int bracket = line.indexOf(" (0x", line.at());
        boolean hasNumber = bracket >= 0 && bracket < atPc;
        problem = Problem.SIGNAL;
        signalName = line.textTo(hasNumber ? bracket : atPc);
        if (hasNumber) {
            line.skip(" (");
            signalNumber = line.hex();
        }
        line.moveTo(atPc + AT_PC.length());
        pc = line.hex();
        if (line.skip(" (")) {
            int end = line.indexOf(")", line.at());
            sentBy = line.textTo(end < 0 ? line.to() : end);
        }
        readIds(line);
    }

    /** {@code Internal Error (FILE:LINE), pid=1, tid=2}; an error without a place has its number there. */
    private void readError(Line line) {
        problem = line.startsWith(MEMORY) ? Problem.OUT_OF_MEMORY : Problem.INTERNAL_ERROR;
        int ids = line.indexOf(", pid=", line.at());
        Line place = line.part(line.at(), ids < 0 ? line.to() : ids);
        if (place.skipPast(" (")) {
            int end = place.lastIndexOf(")", place.at());
            source = place.textTo(end < 0 ? place.to() : end);
        } else if (place.skipPast(" at ")) {
            source = place.rest();
        }
        readIds(line);
        if (problem == Problem.INTERNAL_ERROR) {
            next = Next.CHECK_MESSAGE;
        }
    }

    private void readIds(Line line) {
        if (line.skipPast(", pid=")) {
            processId = line.decimal();
        }
        if (line.skipPast(", tid=")) {
            threadId = line.number();
        }
    }

    Header header() {
        return new Header(
                problem,
                signalName,
                signalNumber,
                pc,
                sentBy,
                source,
                processId,
                threadId,
                List.copyOf(message),
                jre,
                vm,
                frame,
                coreDump,
                recording,
                isOutsideVm,
                bugUrl);
    }
}
