// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.arm;

import java.io.IOException;

/**
 * HotSpot's list of its flags, found through the tables that it exports for debuggers (vmStructs.hpp). An entry of
 * {@code gHotSpotVMStructs} is a field of a type, static or not:
 *
 * <pre>
 *    0  typeName     const char*     "JVMFlag"
 *    8  fieldName    const char*
 *   16  typeString   const char*     may be null
 *   24  isStatic     int32_t
 *   32  offset       uint64_t        in bytes, of a field that is not static
 *   40  address      void*           of one that is
 * </pre>
 *
 * one of {@code gHotSpotVMTypes} a type:
 *
 * <pre>
 *    0  typeName     const char*
 *   32  size         uint64_t        in bytes
 * </pre>
 *
 * Either table ends with an entry whose name is null. All numbers are the same in JDK 17 and JDK 25.
 */
final class FlagTable {

    private static final String TYPE = "JVMFlag";

    private static final int FIELD_NAME = 8;
    private static final int FIELD_TYPE = 16;
    private static final int FIELD_IS_STATIC = 24;
    private static final int FIELD_OFFSET = 32;
    private static final int FIELD_ADDRESS = 40;
    private static final int FIELD_BYTES = 48;
    private static final int TYPE_SIZE = 32;
    private static final int TYPE_BYTES = 40;

    /** JDK 17 has 1,270 flags, 788 fields and 768 types. */
    private static final int MOST_ENTRIES = 10_000;

    private static final int LARGEST_FLAG = 256;

    private final ProcessMemory memory;

    /** Where the name of the type stands: every entry that has it shares it, most likely. */
    private long typeName;

    private long flags;
    private long count;
    private long flagBytes;
    private long nameOffset = -1;
    private long storageOffset = -1;
    private long typeOffset = -1;

    /**
     * Finds the list.
     *
     * @throws IOException if the tables are missing or not as expected
     */
    FlagTable(ProcessMemory memory, LoadedLibrary libjvm) throws IOException {
        this.memory = memory;
        readFields(memory.word(libjvm.symbol("gHotSpotVMStructs")));
        if (flags == 0 || nameOffset < 0 || storageOffset < 0 || typeOffset < 0) {
            throw new IOException("HotSpot's tables do not describe its flags");
        }
        flagBytes = typeSize(memory.word(libjvm.symbol("gHotSpotVMTypes")));
        if (flagBytes > LARGEST_FLAG
                || !isField(nameOffset, Long.BYTES)
                || !isField(storageOffset, Long.BYTES)
                || !isField(typeOffset, Integer.BYTES)
                || count <= 0
                || count > MOST_ENTRIES) {
            throw new IOException(
                    "HotSpot's tables tell of " + count + " flags of " + flagBytes + " bytes, which cannot be");
        }
    }

    private boolean isField(long offset, int bytes) {
        return offset <= flagBytes - bytes && offset % bytes == 0;
    }

    private void readFields(long table) throws IOException {
        long previous = 0;
        for (int i = 0; i < MOST_ENTRIES; i++) {
            long entry = table + (long) i * FIELD_BYTES;
            long type = memory.word(entry);
            if (type == 0) {
                return;
            }
            // The fields of one type stand together.
            if (typeName == 0 && type != previous && memory.isText(type, TYPE)) {
                typeName = type;
            }
            if (type == typeName) {
                readField(entry);
            }
            previous = type;
        }
        throw new IOException("HotSpot's table of fields has no end");
    }

    private void readField(long entry) throws IOException {
        long name = memory.word(entry + FIELD_NAME);
        if (memory.half(entry + FIELD_IS_STATIC) != 0) {
            long address = memory.word(entry + FIELD_ADDRESS);
            if (memory.isText(name, "flags") && isOfType(entry, "JVMFlag*")) {
                flags = memory.word(address);
            } else if (memory.isText(name, "numFlags") && isOfType(entry, "size_t")) {
                count = memory.word(address);
            }
        } else {
            long offset = memory.word(entry + FIELD_OFFSET);
            if (memory.isText(name, "_name") && isOfType(entry, "const char*")) {
                nameOffset = offset;
            } else if (memory.isText(name, "_addr")) {
                storageOffset = offset;
            } else if (memory.isText(name, "_type") && isOfType(entry, "int")) {
                typeOffset = offset;
            }
        }
    }

    private boolean isOfType(long entry, String type) throws IOException {
        long text = memory.word(entry + FIELD_TYPE);
        return text != 0 && memory.isText(text, type);
    }

    private long typeSize(long table) throws IOException {
        for (int i = 0; i < MOST_ENTRIES; i++) {
            long entry = table + (long) i * TYPE_BYTES;
            long type = memory.word(entry);
            if (type == 0) {
                break;
            }
            if (type == typeName) {
                return memory.word(entry + TYPE_SIZE);
            }
        }
        throw new IOException("HotSpot's tables do not tell the size of a flag");
    }

    /**
     * Returns where the value of {@code OnError} is stored: a {@code const char*}.
     *
     * @throws IOException if there is no such flag, or it is of another type than a list of texts
     */
    long onError() throws IOException {
        long onError = 0;
        long sibling = 0;
        long text = 0;
        for (long i = 0; i < count && (onError == 0 || sibling == 0 || text == 0); i++) {
            long flag = flags + i * flagBytes;
            long name = memory.word(flag + nameOffset);
            if (name == 0) {
                continue;
            }
            if (memory.isText(name, "OnError")) {
                onError = flag;
            } else if (memory.isText(name, "OnOutOfMemoryError")) {
                sibling = flag;
            } else if (memory.isText(name, "ErrorFile")) {
                text = flag;
            }
        }
        if (onError == 0 || sibling == 0 || text == 0) {
            throw new IOException("HotSpot's list of flags lacks OnError or its like");
        }
        // Types have numbers, and nothing tells which; but it is that of the one, and not that of the other.
        int type = type(onError);
        if (type != type(sibling) || type == type(text)) {
            throw new IOException("HotSpot's flag OnError has another type than expected");
        }
        return memory.word(onError + storageOffset);
    }

    private int type(long flag) throws IOException {
        return memory.half(flag + typeOffset);
    }
}
