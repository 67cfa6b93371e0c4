// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The name of a mapping: the raw bytes that the kernel gives, without the escaping of {@code /proc/PID/maps}.
 *
 * <p>A path on Linux is bytes, in no encoding; {@link #text} decodes them for people. A leading slash does not mean a
 * file on disk: the kernel names memory files, System V segments and shared anonymous memory the same way
 * (fs/proc/task_mmu.c {@code get_vma_name}, mm/shmem.c).
 */
public final class MappingName {

    /** What a name stands for. */
    public enum Kind {
        /** No name: anonymous memory. */
        NONE,
        /** A path that names, or named, a file. */
        PATH,
        /** {@code /memfd:NAME (deleted)}. */
        MEMFD,
        /** {@code /SYSVkkkkkkkk (deleted)}, a System V shared memory segment. */
        SYSV,
        /** {@code /dev/zero (deleted)}: shared anonymous memory. */
        SHARED_ANONYMOUS,
        /** {@code [anon:NAME]} or {@code [anon_shmem:NAME]}, named by {@code prctl(PR_SET_VMA_ANON_NAME)}. */
        NAMED_ANONYMOUS,
        /** {@code [heap]}, {@code [stack]}, {@code [vdso]} and others that the kernel puts in brackets. */
        SPECIAL,
        /** A kernel object that is no file, such as {@code anon_inode:[perf_event]} or {@code /dmabuf:}. */
        KERNEL_OBJECT
    }

    /** No name. */
    public static final MappingName NONE = new MappingName(new byte[0]);

    /** What the kernel appends to the path of an unlinked file (fs/d_path.c). A live file may be named so too. */
    private static final byte[] DELETED_MARK = ascii(" (deleted)");

    private static final byte[] MEMFD = ascii("/memfd:");
    private static final byte[] SYSV = ascii("/SYSV");
    private static final byte[] DEV_ZERO_DELETED = ascii("/dev/zero (deleted)");
    private static final byte[] ANON_HUGEPAGE = ascii("/anon_hugepage");
    private static final byte[] DMABUF = ascii("/dmabuf:");
    private static final byte[] AIO = ascii("/[aio]");
    private static final byte[] ANON = ascii("[anon:");
    private static final byte[] ANON_SHMEM = ascii("[anon_shmem:");

    private final byte[] bytes;

    /** Once it was asked for; whoever asks at the same time makes the same. */
    private @Nullable String printable;

    private MappingName(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies {@code bytes}, which may be empty. */
    public static MappingName of(byte[] bytes) {
        return bytes.length == 0 ? NONE : new MappingName(bytes.clone());
    }

    /** Encodes {@code text} in UTF-8. */
    public static MappingName of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Returns the number of bytes. */
    public int length() {
        return bytes.length;
    }

    /** Returns whether the name is the {@code length} bytes of {@code buffer} from {@code from} on. */
    public boolean contentEquals(ByteBuffer buffer, int from, int length) {
        if (length != bytes.length) {
            return false;
        }
        // The last bytes first: two libraries are told apart by the ends of their paths.
        for (int i = length - 1; i >= 0; i--) {
            if (bytes[i] != buffer.get(from + i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether there is no name. */
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** Returns whether the bytes are UTF-8, so that {@link #text} loses nothing. */
    public boolean isUtf8() {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Returns the name decoded as UTF-8; what is not UTF-8 becomes U+FFFD. Control characters are left in. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Returns the name on one line, fit for a terminal, since whoever named the file may mean harm: control characters,
     * those that turn the direction of writing, and bytes that are not UTF-8 come as the escapes of the shell's
     * {@code $'...'}, as does a backslash. Equal texts mean equal names.
     */
    public String printable() {
        String made = printable;
        if (made == null) {
            made = Printable.name(bytes);
            printable = made;
        }
        return made;
    }

    /** Returns what the name stands for. */
    public Kind kind() {
        if (bytes.length == 0) {
            return Kind.NONE;
        }
        if (bytes[0] == '[') {
            return startsWith(ANON) || startsWith(ANON_SHMEM) ? Kind.NAMED_ANONYMOUS : Kind.SPECIAL;
        }
        if (bytes[0] != '/' || startsWith(DMABUF) || startsWith(AIO)) {
            return Kind.KERNEL_OBJECT;
        }
        if (hasDeletedMark()) {
            // These are always unlinked; without the mark it is somebody's file of that name.
            if (startsWith(MEMFD)) {
                return Kind.MEMFD;
            }
            if (startsWith(SYSV)) {
                return Kind.SYSV;
            }
            if (Arrays.equals(bytes, DEV_ZERO_DELETED) || startsWith(ANON_HUGEPAGE)) {
                return Kind.SHARED_ANONYMOUS;
            }
        }
        return Kind.PATH;
    }

    /**
     * Returns whether the name ends in {@code  (deleted)}. This alone does not prove that the file is gone: a live file
     * may have such a name, and an unlinked one may live on under another link.
     */
    public boolean hasDeletedMark() {
        int from = bytes.length - DELETED_MARK.length;
        return from > 0 && Arrays.equals(bytes, from, bytes.length, DELETED_MARK, 0, DELETED_MARK.length);
    }

    /** Returns this name without the {@code  (deleted)} at its end, or this name if it has none. */
    public MappingName withoutDeletedMark() {
        return hasDeletedMark() ? new MappingName(Arrays.copyOf(bytes, bytes.length - DELETED_MARK.length)) : this;
    }

    private boolean startsWith(byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MappingName that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns {@link #text}. */
    @Override
    public String toString() {
        return text();
    }
}
