// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.dwarf.DebugInfo;
import io.addrscope.dwarf.SourceFrames;
import io.addrscope.model.Reason;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The debug information of one image, or why there is none. Its files are open only while it answers. Safe for any number of
 * threads.
 */
final class ImageLines implements ImagePart {

    /** What the object and what only it refers to take besides the debug information, in bytes, about. */
    private static final long OWN_BYTES = 1500;

    private final @Nullable DebugInfo info;
    private final BorrowedFiles files;
    private final @Nullable String debugFile;
    private final @Nullable Reason missing;

    private ImageLines(
            @Nullable DebugInfo info, BorrowedFiles files, @Nullable String debugFile, @Nullable Reason missing) {
        this.info = info;
        this.files = files;
        this.debugFile = debugFile;
        this.missing = missing;
    }

    /**
     * Debug information that was found.
     *
     * @param files all that it is read from
     * @param debugFile path of the debug file that has it, printable; null if that is the image itself
     */
    static ImageLines of(DebugInfo info, BorrowedFiles files, @Nullable String debugFile) {
        return new ImageLines(info, files, debugFile, null);
    }

    /** None. */
    static ImageLines missing(Reason reason) {
        return new ImageLines(null, new BorrowedFiles(), null, reason);
    }

    /** Returns why there is no debug information; null if there is. */
    @Nullable
    Reason missing() {
        return missing;
    }

    /** Returns the path of the debug file, printable; null if the image itself has the debug information, or there is none. */
    @Nullable
    String debugFile() {
        return debugFile;
    }

    /**
     * Returns what the debug information says of each address, in their order.
     *
     * @throws IOException if it cannot be read, or a file changed meanwhile: then this is of no use any more
     */
    List<SourceFrames> frames(long[] elfAddresses) throws IOException {
        DebugInfo from = info;
        if (from == null) {
            throw new IllegalStateException("no debug information");
        }
        files.enter();
        boolean answered = false;
        try {
            List<SourceFrames> found =
                    elfAddresses.length == 1 ? List.of(from.frames(elfAddresses[0])) : from.frames(elfAddresses);
            answered = true;
            return found;
        } finally {
            leave(answered);
        }
    }

    /** An answer counts only if no file changed meanwhile; that there is none is told by its own exception. */
    private void leave(boolean answered) throws IOException {
        try {
            files.leave();
        } catch (IOException e) {
            if (answered) {
                throw e;
            }
        }
    }

    @Override
    public long bytes() {
        return OWN_BYTES + (info == null ? 0 : info.bytes());
    }

    @Override
    public boolean isComplete() {
        return missing == null;
    }

    @Override
    public boolean isUseful() {
        return true;
    }
}
