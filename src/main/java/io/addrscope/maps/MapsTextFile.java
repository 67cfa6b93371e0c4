// SPDX-License-Identifier: Apache-2.0
package io.addrscope.maps;

import io.addrscope.linux.TargetProcess;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import org.jspecify.annotations.Nullable;

/**
 * The text of one process's mappings, which can be read again and again. Safe for any number of threads.
 *
 * <p>For another process the file stays open: it belongs to the address space of its time, so after the process has
 * executed another program, or has exited, it reads as empty. For ourselves it is opened anew each time, so that a child
 * made by {@code fork} does not read its parent's.
 */
final class MapsTextFile implements AutoCloseable {

    private final TargetProcess process;
    private final String path;

    /** The file of another process; null for ourselves. */
    private final @Nullable RandomAccessFile held;

    /** @throws IOException if it may not be read */
    MapsTextFile(TargetProcess process) throws IOException {
        this.process = process;
        this.path = process.procPath("maps");
        RandomAccessFile opened = new RandomAccessFile(path, "r");
        if (process.isSelf()) {
            opened.close();
            this.held = null;
        } else {
            this.held = opened;
        }
    }

    /** @throws io.addrscope.model.ProcessException if the process cannot be asked any more */
    MapsSnapshot read() {
        MapsSnapshot snapshot;
        try {
            snapshot = held == null ? readAnew() : readHeld(held);
        } catch (IOException e) {
            throw process.diagnose("reading " + path, e);
        }
        if (snapshot.size() == 0) {
            throw process.diagnose("reading " + path, null);
        }
        return snapshot;
    }

    /** @throws io.addrscope.model.ProcessException if the address space is gone */
    void verify() {
        if (held == null) {
            return;
        }
        int first;
        try {
            synchronized (held) {
                held.seek(0);
                first = held.read();
            }
        } catch (IOException e) {
            throw process.diagnose("reading " + path, e);
        }
        if (first < 0) {
            throw process.diagnose("reading " + path, null);
        }
    }

    private MapsSnapshot readAnew() throws IOException {
        try (InputStream in = new FileInputStream(path)) {
            return MapsText.read(in);
        }
    }

    private static MapsSnapshot readHeld(RandomAccessFile file) throws IOException {
        synchronized (file) {
            file.seek(0);
            return MapsText.read(new HeldInput(file));
        }
    }

    @Override
    public void close() throws IOException {
        if (held != null) {
            held.close();
        }
    }

    /** The held file as a stream whose end does not close it. */
    private static final class HeldInput extends InputStream {

        private final RandomAccessFile file;

        HeldInput(RandomAccessFile file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            return file.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return file.read(target, offset, length);
        }
    }
}
