// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.linux.FileIdentity;
import io.addrscope.linux.HeldFile;
import io.addrscope.model.Mapping;
import org.jspecify.annotations.Nullable;

/**
 * The mapped file is held, and in the state in which it was read; the package's description says why that is a proof. Held it is
 * only when it has been asked about often; until then, and where it cannot be, another proof is asked for.
 *
 * <p>Safe for any number of threads.
 */
final class HeldFileProof implements ImageProof {

    /** After so many proofs the file is worth a descriptor. */
    private static final int FIRST_WAIT = 1024;

    /** After so many a file that could not be held is tried again, at the most. */
    private static final int LONGEST_WAIT = 1 << 20;

    private final ImageProof otherwise;
    private final FileVersion file;
    private volatile @Nullable HeldFile held;

    // Written without care: what is lost is some counts.
    private int wait = FIRST_WAIT;
    private int left = FIRST_WAIT;

    private HeldFileProof(FileVersion file, ImageProof otherwise) {
        this.file = file;
        this.otherwise = otherwise;
    }

    /**
     * Returns the cheapest proof that an image is the one of a file.
     *
     * @param file the file that the image was read from; null if that was memory
     * @param otherwise what shows it without holding the file
     */
    static ImageProof of(@Nullable FileVersion file, Mapping mapping, ImageProof otherwise) {
        return file == null || !isMapped(file.identity(), mapping) ? otherwise : new HeldFileProof(file, otherwise);
    }

    /** Where {@code stat} gives another device than the mapping has, the inode's number alone shows nothing. */
    private static boolean isMapped(FileIdentity identity, Mapping mapping) {
        return identity.inode() == mapping.inode() && identity.device().equals(mapping.device());
    }

    @Override
    public boolean holds(Means means) {
        HeldFile known = held;
        if (known != null) {
            if (means.held().isUnchanged(known)) {
                return true;
            }
            held = null;
            means.holder().letGo(known, means.held());
        }
        if (!otherwise.holds(means)) {
            return false;
        }
        if (--left <= 0) {
            hold(means);
        }
        return true;
    }

    private void hold(Means means) {
        HeldFile holding = means.holder().hold(means.files(), file.path(), file.identity(), means.held());
        wait = holding == null ? Math.min(2 * wait, LONGEST_WAIT) : FIRST_WAIT;
        left = wait;
        held = holding;
    }
}
