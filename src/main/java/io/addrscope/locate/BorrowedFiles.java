// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.linux.ByteSource;
import io.addrscope.linux.FileIdentity;
import io.addrscope.linux.FileUnavailableException;
import io.addrscope.linux.OpenFile;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.model.MappingName;
import io.addrscope.model.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Files that are read from time to time, each in one state, and open only meanwhile: between two answers nothing holds them.
 *
 * <p>Whoever answers from them calls {@link #enter} first and {@link #leave} afterwards. A file is opened when it is first read
 * in between, and closed when the last one leaves. What was read counts only if {@code leave} finds it in the same state.
 * Safe for any number of threads.
 */
final class BorrowedFiles {

    /** Those that are open; guarded by this. */
    private final List<Borrowed> open = new ArrayList<>(2);

    /** Whether any is. Written under the lock; who reads a file sees that one is open until they leave. */
    private volatile boolean anyOpen;

    /** How many answer now. */
    private final AtomicInteger users = new AtomicInteger();

    private volatile @Nullable FileUnavailableException lost;

    /**
     * Returns the bytes of a file in one state, to be read between {@link #enter} and {@link #leave}. Closing them does nothing.
     *
     * @param files whose file
     */
    ByteSource add(ProcessFiles files, MappingName path, FileIdentity identity) {
        return new Borrowed(files, path, identity);
    }

    /**
     * Begins to answer; {@link #leave} ends it.
     *
     * @throws FileUnavailableException if a file was found to be in another state before: there is no use in going on
     */
    void enter() throws FileUnavailableException {
        requireKept();
        users.incrementAndGet();
    }

    /**
     * Ends to answer.
     *
     * @throws FileUnavailableException if a file that was read is not in its state any more: what was read of it may be of another
     */
    void leave() throws FileUnavailableException {
        if (anyOpen) {
            requireUnchanged();
        }
        // From memory alone: most answers come this far without a lock. Another one may have opened a file meanwhile.
        if (users.decrementAndGet() == 0 && anyOpen) {
            closeIfIdle();
        }
        requireKept();
    }

    private synchronized void requireUnchanged() {
        for (int i = 0; i < open.size(); i++) {
            try {
                open.get(i).requireUnchanged();
            } catch (FileUnavailableException e) {
                lost = e;
            }
        }
    }

    private synchronized void closeIfIdle() {
        if (users.get() == 0) {
            for (int i = 0; i < open.size(); i++) {
                open.get(i).giveBack();
            }
            open.clear();
            anyOpen = false;
        }
    }

    private void requireKept() throws FileUnavailableException {
        FileUnavailableException why = lost;
        if (why != null) {
            // Not the same object again: it would gather the traces of all threads.
            throw new FileUnavailableException(why.reason().code(), why.reason().detail());
        }
    }

    private final class Borrowed implements ByteSource {

        private final ProcessFiles files;
        private final MappingName path;
        private final FileIdentity identity;

        /** Null while it is not open. Guarded by the outer object. */
        private @Nullable OpenFile file;

        /** Whether it was read since it was last found unchanged. Guarded by the outer object. */
        private boolean read;

        Borrowed(ProcessFiles files, MappingName path, FileIdentity identity) {
            this.files = files;
            this.path = path;
            this.identity = identity;
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) throws IOException {
            return toRead().read(position, target, offset, length);
        }

        private ByteSource toRead() throws IOException {
            synchronized (BorrowedFiles.this) {
                if (users.get() == 0) {
                    throw new FileUnavailableException(
                            Reason.Code.FILE_UNREADABLE, path.printable() + " is not open any more");
                }
                read = true;
                OpenFile opened = file;
                if (opened == null) {
                    opened = files.open(path);
                    file = opened;
                    open.add(this);
                    anyOpen = true;
                    FileImages.requireSame(path, identity, opened.identity());
                }
                return opened.bytes();
            }
        }

        void requireUnchanged() throws FileUnavailableException {
            if (read) {
                read = false;
                FileImages.requireSame(path, identity, files.identify(path));
            }
        }

        void giveBack() {
            OpenFile opened = file;
            if (opened != null) {
                opened.close();
                file = null;
            }
        }

        @Override
        public long size() {
            return identity.size();
        }

        @Override
        public String name() {
            return path.printable();
        }

        @Override
        public void close() {
            // It is closed when nobody answers from it any more.
        }
    }
}
