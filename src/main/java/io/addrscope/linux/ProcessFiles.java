// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import io.addrscope.model.Device;
import io.addrscope.model.MappingName;
import io.addrscope.model.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The files of a process, by the paths that the process knows them by.
 *
 * <p>A process in a container has another root than we have, and a link in it that begins with a slash means a file of
 * the container, never one of the host: such paths are resolved by {@code openat2(RESOLVE_IN_ROOT)} or not at all. The
 * kernel spells the names of another process's files as seen from our root; where the process has changed its root within
 * a file system tree, its own part of the name is what remains behind that root.
 * Whatever is not a regular file is refused before it is opened, since opening a pipe or a device may block or have
 * effects. Safe for use by any number of threads.
 */
public final class ProcessFiles {

    /** {@code O_PATH | O_CLOEXEC} of asm-generic/fcntl.h: a handle on a file, of any kind, without opening it. */
    private static final int O_PATH_CLOEXEC = 0x200000 | 0x80000;

    /** {@code RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS} of linux/openat2.h. */
    private static final long RESOLVE_IN_ROOT_NO_MAGICLINKS = 0x10 | 0x02;

    /** {@code S_IFMT} and {@code S_IFREG} of linux/stat.h. */
    private static final int FILE_TYPE_MASK = 0xf000;

    private static final int REGULAR_FILE = 0x8000;

    private final TargetProcess process;
    private final @Nullable Syscalls preferred;

    /**
     * @param process whose files
     * @param preferred the system calls if they are at hand; null leaves them unloaded until a file cannot be had
     *     without them
     */
    public ProcessFiles(TargetProcess process, @Nullable Syscalls preferred) {
        this.process = process;
        this.preferred = preferred;
    }

    /** Returns the name of the file at a path of ours, absolute and byte for byte; no link in it is resolved. */
    public static MappingName nameOf(Path path) {
        return MappingName.of(RawPath.bytes(path.toAbsolutePath()));
    }

    /**
     * Returns the path whose bytes are those of a name; the reverse of {@link #nameOf}.
     *
     * @throws IllegalArgumentException if the name is no absolute path or holds a NUL
     */
    public static Path pathOf(MappingName name) {
        return RawPath.of(name.bytes());
    }

    /**
     * Returns the name that the kernel spells for us of a file that the process knows by {@code path}: where the process
     * has changed its root within our file system tree, the root comes first.
     *
     * @param path an absolute path in the process's own terms
     */
    public MappingName nameInProcess(byte[] path) {
        byte[] prefix = process.isSelf() ? new byte[0] : process.rootPrefix();
        byte[] name = Arrays.copyOf(prefix, prefix.length + path.length);
        System.arraycopy(path, 0, name, prefix.length, path.length);
        return MappingName.of(name);
    }

    /**
     * Returns the path by which the process itself knows a file; the reverse of {@link #nameInProcess}.
     *
     * @return an absolute path; null if the file lies outside the process's root
     */
    public byte @Nullable [] pathInProcess(MappingName name) {
        return process.isSelf() ? name.bytes() : process.pathInRoot(name.bytes());
    }

    /**
     * Returns the name of the file at a path with every link on the way resolved, as the process would resolve it.
     *
     * @throws FileUnavailableException if there is none, or it may not be looked at
     */
    public MappingName realName(MappingName path) throws FileUnavailableException {
        try {
            if (goesByPath(path)) {
                return MappingName.of(RawPath.bytes(RawPath.of(path.bytes()).toRealPath()));
            }
            Syscalls syscalls = requireSyscalls(path);
            int handle = handleOn(path, syscalls);
            try {
                return MappingName.of(RawPath.bytes(Files.readSymbolicLink(Path.of(linkTo(handle)))));
            } finally {
                syscalls.close(handle);
            }
        } catch (FileUnavailableException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new FileUnavailableException(Reason.Code.FILE_GONE, "no file lies at " + path.printable() + " now");
        } catch (IOException e) {
            throw new FileUnavailableException(
                    Reason.Code.FILE_UNREADABLE, path.printable() + " cannot be followed: " + e.getMessage());
        }
    }

    /** Returns whether a path means the same file to the process and to us; false where we may not know. */
    public boolean areOurs() {
        return process.sharesOurRoot();
    }

    /**
     * Says which file lies at a path now, of whatever kind.
     *
     * @throws FileUnavailableException if there is none, or it may not be looked at
     */
    public FileIdentity identify(MappingName path) throws FileUnavailableException {
        if (process.isSelf() || goesByPath(path)) {
            // One call, and nothing is opened; whoever opens the file afterwards looks again.
            return identify(RawPath.of(path.bytes()), path);
        }
        Syscalls syscalls = requireSyscalls(path);
        int handle = handleOn(path, syscalls);
        try {
            return identify(Path.of(linkTo(handle)), path);
        } finally {
            syscalls.close(handle);
        }
    }

    /**
     * Opens the regular file at a path.
     *
     * @throws FileUnavailableException if there is none, it is not a regular file, or it may not be read
     */
    public OpenFile open(MappingName path) throws FileUnavailableException {
        if (goesByPath(path)) {
            return openByPath(path);
        }
        Syscalls syscalls = requireSyscalls(path);
        int handle = handleOn(path, syscalls);
        try {
            // The handle pins the inode: what is identified is what is opened, whatever happens to the path.
            FileIdentity identity = identifyRegular(Path.of(linkTo(handle)), path);
            return new OpenFile(read(linkTo(handle), path, identity.size()), identity);
        } finally {
            syscalls.close(handle);
        }
    }

    /** Returns the system calls; null where they were not at hand. */
    @Nullable
    Syscalls syscalls() {
        return preferred;
    }

    private boolean goesByPath(MappingName path) {
        return preferred == null && RawPath.isSpelledByText(path.bytes()) && process.sharesOurRoot();
    }

    /** Without a handle, the file is identified before and after it is opened: a swap in between shows. */
    private static OpenFile openByPath(MappingName name) throws FileUnavailableException {
        Path path = RawPath.of(name.bytes());
        FileIdentity before = identifyRegular(path, name);
        ByteSource bytes = read(path.toString(), name, before.size());
        boolean kept = false;
        try {
            if (!identify(path, name).equals(before)) {
                throw new FileUnavailableException(
                        Reason.Code.CHANGED, name.printable() + " was replaced or written while it was being opened");
            }
            kept = true;
            return new OpenFile(bytes, before);
        } finally {
            if (!kept) {
                bytes.close();
            }
        }
    }

    private static ByteSource read(String path, MappingName name, long size) throws FileUnavailableException {
        try {
            return new RandomAccessBytes(path, name.printable(), size);
        } catch (IOException e) {
            throw new FileUnavailableException(
                    Reason.Code.FILE_UNREADABLE, name.printable() + " cannot be opened: " + e.getMessage());
        }
    }

    private Syscalls requireSyscalls(MappingName path) throws FileUnavailableException {
        Syscalls syscalls = preferred != null ? preferred : NativeSupport.get().syscalls();
        if (syscalls == null) {
            throw new FileUnavailableException(
                    Reason.Code.FILE_UNREADABLE,
                    path.printable() + (process.sharesOurRoot() ? " cannot be spelled" : " lies under another root")
                            + ", which takes system calls to resolve safely: "
                            + NativeSupport.get().explanation());
        }
        return syscalls;
    }

    /** Returns a file descriptor that stands for the file at {@code path} and reads nothing of it. */
    int handleOn(MappingName path, Syscalls syscalls) throws FileUnavailableException {
        byte[] pathname = RawPath.nulTerminated(path.bytes());
        if (process.isSelf()) {
            return check(syscalls.open(pathname, O_PATH_CLOEXEC), path);
        }
        byte[] inRoot = process.pathInRoot(path.bytes());
        if (inRoot == null) {
            if (process.sharesOurMounts()) {
                return check(syscalls.open(pathname, O_PATH_CLOEXEC), path);
            }
            throw new FileUnavailableException(
                    Reason.Code.FILE_UNREADABLE, path.printable() + " lies outside the root of " + process.describe());
        }
        int root = check(syscalls.open(RawPath.nulTerminated(process.rootBytes()), O_PATH_CLOEXEC), path);
        int handle;
        try {
            handle = syscalls.openat2(
                    root, RawPath.nulTerminated(inRoot), O_PATH_CLOEXEC, RESOLVE_IN_ROOT_NO_MAGICLINKS);
        } finally {
            syscalls.close(root);
        }
        if ((handle == -Errno.ENOSYS || handle == -Errno.EPERM) && process.sharesOurRoot()) {
            // A kernel before 5.6, or a filter that does not know the call: our own root will do.
            handle = syscalls.open(pathname, O_PATH_CLOEXEC);
        }
        return check(handle, path);
    }

    private static int check(int result, MappingName path) throws FileUnavailableException {
        if (result >= 0) {
            return result;
        }
        int errno = -result;
        Reason.Code code =
                errno == Errno.ENOENT || errno == Errno.ENOTDIR ? Reason.Code.FILE_GONE : Reason.Code.FILE_UNREADABLE;
        throw new FileUnavailableException(code, path.printable() + " cannot be reached: " + Errno.name(errno));
    }

    private static String linkTo(int handle) {
        return "/proc/thread-self/fd/" + handle;
    }

    private static FileIdentity identifyRegular(Path path, MappingName name) throws FileUnavailableException {
        FileIdentity identity = identify(path, name);
        if (!identity.isRegular()) {
            throw FileUnavailableException.notRegular(name);
        }
        return identity;
    }

    private static FileIdentity identify(Path path, MappingName name) throws FileUnavailableException {
        Map<String, Object> attributes;
        try {
            attributes = Files.readAttributes(path, "unix:dev,ino,mode,size,lastModifiedTime,ctime");
        } catch (NoSuchFileException e) {
            throw new FileUnavailableException(Reason.Code.FILE_GONE, "no file lies at " + name.printable() + " now");
        } catch (AccessDeniedException e) {
            throw new FileUnavailableException(
                    Reason.Code.FILE_UNREADABLE, "no permission to look at " + name.printable());
        } catch (IOException e) {
            Path parent = path.getParent();
            if (parent != null && !Files.isDirectory(parent)) {
                throw new FileUnavailableException(
                        Reason.Code.FILE_GONE, "no directory holds " + name.printable() + " now");
            }
            throw new FileUnavailableException(
                    Reason.Code.FILE_UNREADABLE, name.printable() + " cannot be looked at: " + e.getMessage());
        }
        return new FileIdentity(
                Device.ofStat(attribute(attributes, "dev", Long.class)),
                attribute(attributes, "ino", Long.class),
                (attribute(attributes, "mode", Integer.class) & FILE_TYPE_MASK) == REGULAR_FILE,
                attribute(attributes, "size", Long.class),
                attribute(attributes, "lastModifiedTime", FileTime.class),
                attribute(attributes, "ctime", FileTime.class));
    }

    private static <T> T attribute(Map<String, Object> attributes, String key, Class<T> type) {
        return type.cast(Objects.requireNonNull(attributes.get(key), key));
    }
}
