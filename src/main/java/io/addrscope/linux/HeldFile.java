// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

/**
 * A file that is held by a descriptor ({@code O_PATH}: not open for reading), and the state in which it was when that began.
 *
 * <p>As long as it is held, its inode is not freed, so that no other file on its device has that number. Whether it still is in
 * its state {@link FileProbe} finds out. Safe for any number of threads.
 */
public final class HeldFile {

    private final ProcessFiles owner;
    private final int descriptor;
    private final long device;
    private final long inode;
    private final long size;
    private final long changed;
    private final long changedNanos;
    private volatile boolean held = true;

    /** Whether it was of use since that was last asked; written without care, since a lost mark costs no more than a new holding. */
    private boolean used = true;

    /**
     * Holds a file.
     *
     * @param owner whose files they are
     * @param descriptor to be closed by nobody else
     * @param state what was just read of the descriptor
     */
    HeldFile(ProcessFiles owner, int descriptor, FileProbe state) {
        this.owner = owner;
        this.descriptor = descriptor;
        this.device = state.device();
        this.inode = state.inode();
        this.size = state.size();
        this.changed = state.changed();
        this.changedNanos = state.changedNanos();
    }

    ProcessFiles owner() {
        return owner;
    }

    int descriptor() {
        return descriptor;
    }

    long device() {
        return device;
    }

    long inode() {
        return inode;
    }

    long size() {
        return size;
    }

    long changed() {
        return changed;
    }

    long changedNanos() {
        return changedNanos;
    }

    boolean isHeld() {
        return held;
    }

    void letGo() {
        held = false;
    }

    void use() {
        // Not written each time: every thread that reads it would have to fetch it anew.
        if (!used) {
            used = true;
        }
    }

    boolean takeUsed() {
        boolean was = used;
        used = false;
        return was;
    }
}
