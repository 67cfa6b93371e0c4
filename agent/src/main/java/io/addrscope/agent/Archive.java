// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * A zip archive that is a range of a file: the jar itself, or an archive that lies in it uncompressed. Each class that is
 * wanted is read from there by itself.
 *
 * <p>{@link java.util.jar.JarFile} cannot open what lies in a jar, and of what lies there loose it costs every start a while for
 * each file. Names and signatures are those of PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16; archives of 4 GiB
 * and more, of several disks or with encryption are refused. All numbers are little-endian. Safe for any number of threads.
 */
final class Archive {

    /** End of central directory record. */
    private static final int END_SIGNATURE = 0x06054b50;

    private static final int END_BYTES = 22;
    private static final int END_ENTRIES = 10;
    private static final int END_DIRECTORY_SIZE = 12;
    private static final int END_DIRECTORY_OFFSET = 16;
    private static final int MOST_COMMENT_BYTES = 0xffff;

    /** Central directory file header. */
    private static final int HEADER_SIGNATURE = 0x02014b50;

    private static final int HEADER_BYTES = 46;
    private static final int HEADER_FLAGS = 8;
    private static final int HEADER_METHOD = 10;
    private static final int HEADER_CRC = 16;
    private static final int HEADER_COMPRESSED_SIZE = 20;
    private static final int HEADER_SIZE = 24;
    private static final int HEADER_NAME_LENGTH = 28;
    private static final int HEADER_EXTRA_LENGTH = 30;
    private static final int HEADER_COMMENT_LENGTH = 32;
    private static final int HEADER_LOCAL_OFFSET = 42;

    /** Local file header. */
    private static final int LOCAL_SIGNATURE = 0x04034b50;

    private static final int LOCAL_BYTES = 30;
    private static final int LOCAL_NAME_LENGTH = 26;
    private static final int LOCAL_EXTRA_LENGTH = 28;

    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int ENCRYPTED = 1;

    /** Larger than any class or directory of ours, and small enough that a damaged number costs no memory to speak of. */
    private static final int MOST_BYTES = 64 << 20;

    /** Guarded by itself: a position and a read belong together. */
    private final RandomAccessFile file;

    private final String name;
    private final long start;
    private final long length;

    /** The central directory as it stands in the file: thousands of files without an object for any of them. */
    private byte[] directory = {};

    /** By the hash of a name, where in the directory its header begins, plus one; 0 in a free place. */
    private int[] headers = {};

    /** A file in the archive, as its directory tells. */
    private record Entry(int method, int crc, long compressedSize, long size, long localOffset) {}

    private Archive(RandomAccessFile file, String name, long start, long length) {
        this.file = file;
        this.name = name;
        this.start = start;
        this.length = length;
    }

    /**
     * Opens a jar, and keeps its file open.
     *
     * @throws IOException if it cannot be read or is no archive
     */
    static Archive open(String path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path, "r");
        try {
            Archive archive = new Archive(file, path, 0, file.length());
            archive.readDirectory();
            return archive;
        } catch (Throwable t) {
            file.close();
            throw t;
        }
    }

    /**
     * Opens an archive that lies in this one, uncompressed.
     *
     * @return null if there is none of that name
     * @throws IOException if it is compressed or damaged
     */
    @Nullable
    Archive nested(String entryName) throws IOException {
        Entry entry = find(entryName);
        if (entry == null) {
            return null;
        }
        if (entry.method != STORED) {
            throw fault(entryName + " is compressed: whoever packed the jar anew must leave it as it was");
        }
        Archive archive = new Archive(file, name + "!/" + entryName, start + dataOffset(entry, entryName), entry.size);
        archive.readDirectory();
        return archive;
    }

    /** Returns whether there is a file of that name. */
    boolean contains(String entryName) {
        return find(entryName) != null;
    }

    /** Returns the names of all files. */
    Set<String> names() {
        Set<String> names = new HashSet<>();
        for (int header : headers) {
            if (header != 0) {
                names.add(new String(
                        directory,
                        header - 1 + HEADER_BYTES,
                        int16(directory, header - 1 + HEADER_NAME_LENGTH),
                        StandardCharsets.UTF_8));
            }
        }
        return names;
    }

    /**
     * Returns the content of a file.
     *
     * @return null if there is none of that name
     * @throws IOException if it cannot be read or is damaged, as when the jar was overwritten since it was opened
     */
    byte @Nullable [] read(String entryName) throws IOException {
        Entry entry = find(entryName);
        if (entry == null) {
            return null;
        }
        byte[] packed = read(dataOffset(entry, entryName), entry.compressedSize);
        byte[] content = entry.method == STORED ? packed : inflate(packed, entry, entryName);
        CRC32 crc = new CRC32();
        crc.update(content, 0, content.length);
        if ((int) crc.getValue() != entry.crc || content.length != entry.size) {
            throw fault(entryName + " is damaged");
        }
        return content;
    }

    private byte[] inflate(byte[] packed, Entry entry, String entryName) throws IOException {
        if (entry.method != DEFLATED || entry.size > MOST_BYTES) {
            throw fault(entryName + " is packed by method " + entry.method + ", to " + entry.size + " bytes");
        }
        byte[] content = new byte[(int) entry.size];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            int done = 0;
            while (done < content.length) {
                int now = inflater.inflate(content, done, content.length - done);
                if (now == 0) {
                    throw fault(entryName + " is cut off");
                }
                done += now;
            }
            return content;
        } catch (DataFormatException e) {
            throw fault(entryName + " is damaged");
        } finally {
            inflater.end();
        }
    }

    private void readDirectory() throws IOException {
        int tailLength = (int) Math.min(length, END_BYTES + MOST_COMMENT_BYTES);
        byte[] tail = read(length - tailLength, tailLength);
        int end = tailLength - END_BYTES;
        while (end >= 0 && int32(tail, end) != END_SIGNATURE) {
            end--;
        }
        if (end < 0) {
            throw fault("it has no directory");
        }
        int count = int16(tail, end + END_ENTRIES);
        directory = read(uint32(tail, end + END_DIRECTORY_OFFSET), uint32(tail, end + END_DIRECTORY_SIZE));
        // At most half full, so that searches are short and end.
        headers = new int[Math.max(2, Integer.highestOneBit(count) * 4)];
        int at = 0;
        for (int i = 0; i < count; i++) {
            at = readHeader(at);
        }
    }

    /** Returns where the next header begins. */
    private int readHeader(int at) throws IOException {
        if (directory.length - at < HEADER_BYTES || int32(directory, at) != HEADER_SIGNATURE) {
            throw fault("its directory is damaged");
        }
        int nameLength = int16(directory, at + HEADER_NAME_LENGTH);
        int next = at
                + HEADER_BYTES
                + nameLength
                + int16(directory, at + HEADER_EXTRA_LENGTH)
                + int16(directory, at + HEADER_COMMENT_LENGTH);
        if (next > directory.length || (int16(directory, at + HEADER_FLAGS) & ENCRYPTED) != 0) {
            throw fault("its directory is damaged");
        }
        int nameStart = at + HEADER_BYTES;
        boolean isDirectory = nameLength > 0 && directory[nameStart + nameLength - 1] == '/';
        if (!isDirectory) {
            headers[place(directory, nameStart, nameLength)] = at + 1;
        }
        return next;
    }

    private @Nullable Entry find(String entryName) {
        byte[] bytes = entryName.getBytes(StandardCharsets.UTF_8);
        int at = headers[place(bytes, 0, bytes.length)] - 1;
        return at < 0
                ? null
                : new Entry(
                        int16(directory, at + HEADER_METHOD),
                        int32(directory, at + HEADER_CRC),
                        uint32(directory, at + HEADER_COMPRESSED_SIZE),
                        uint32(directory, at + HEADER_SIZE),
                        uint32(directory, at + HEADER_LOCAL_OFFSET));
    }

    /** Returns the place of a name: the one that it has, or the free one that it would get. */
    private int place(byte[] bytes, int from, int nameLength) {
        int hash = 0;
        for (int i = from; i < from + nameLength; i++) {
            hash = 31 * hash + bytes[i];
        }
        int mask = headers.length - 1;
        int place = (hash ^ (hash >>> 16)) & mask;
        while (headers[place] != 0 && !isNamed(headers[place] - 1, bytes, from, nameLength)) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private boolean isNamed(int header, byte[] bytes, int from, int nameLength) {
        int start = header + HEADER_BYTES;
        return int16(directory, header + HEADER_NAME_LENGTH) == nameLength
                && Arrays.equals(directory, start, start + nameLength, bytes, from, from + nameLength);
    }

    /** The local header repeats the name, and has an extra field of its own. */
    private long dataOffset(Entry entry, String entryName) throws IOException {
        byte[] local = read(entry.localOffset, LOCAL_BYTES);
        if (int32(local, 0) != LOCAL_SIGNATURE) {
            throw fault(entryName + " is not where the directory has it: the jar was overwritten");
        }
        return entry.localOffset + LOCAL_BYTES + int16(local, LOCAL_NAME_LENGTH) + int16(local, LOCAL_EXTRA_LENGTH);
    }

    /** @param offset from the archive's first byte */
    private byte[] read(long offset, long bytes) throws IOException {
        if (offset < 0 || bytes < 0 || bytes > MOST_BYTES || offset > length || bytes > length - offset) {
            throw fault("it is cut off, or its directory is damaged");
        }
        byte[] content = new byte[(int) bytes];
        synchronized (file) {
            file.seek(start + offset);
            file.readFully(content);
        }
        return content;
    }

    private IOException fault(String what) {
        return new IOException(name + ": " + what);
    }

    private static int int16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
    }

    private static int int32(byte[] bytes, int at) {
        return int16(bytes, at) | int16(bytes, at + 2) << 16;
    }

    private static long uint32(byte[] bytes, int at) {
        return int32(bytes, at) & 0xffff_ffffL;
    }

    /** Gives the file back, for this archive and all that lie in it. */
    void close() throws IOException {
        file.close();
    }
}
