// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.arm;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a JVM, as far as arming looks at it, in a file: a libjvm with its tables at {@link #BASE}, its variables at
 * {@link #VARIABLES}. Every byte of it may be changed.
 */
final class FakeHotSpot {

    static final int BASE = 0x10000;
    static final int DYNAMIC = BASE + 0x400;
    static final int HASH = BASE + 0x500;
    static final int SYMBOLS = BASE + 0x600;
    static final int NAMES = BASE + 0x700;
    static final int FIELDS = BASE + 0x1000;
    static final int TYPES = BASE + 0x1400;
    static final int FLAGS = BASE + 0x1800;
    static final int TEXTS = BASE + 0x2000;

    /** The first page of variables is read-only once the library is loaded. */
    static final int READ_ONLY = BASE + 0x3000;

    static final int VARIABLES = BASE + 0x4000;
    static final int FIELDS_POINTER = VARIABLES + 0x10;
    static final int TYPES_POINTER = VARIABLES + 0x18;
    static final int FLAGS_POINTER = VARIABLES + 0x20;
    static final int FLAG_COUNT = VARIABLES + 0x28;
    static final int ON_ERROR = VARIABLES + 0x108;
    static final int END = BASE + 0x5000;

    static final int FLAG_BYTES = 24;
    static final int FIELD_BYTES = 48;

    /** The fields of the type in question, as their entries stand in the table: after one of another type. */
    static final int NAME_FIELD = FIELDS + FIELD_BYTES;

    static final int STORAGE_FIELD = FIELDS + 2 * FIELD_BYTES;
    static final int TYPE_FIELD = FIELDS + 3 * FIELD_BYTES;
    static final int FLAGS_FIELD = FIELDS + 4 * FIELD_BYTES;
    static final int COUNT_FIELD = FIELDS + 5 * FIELD_BYTES;

    /** The flags in question, as they stand in the list: after one without a name. */
    static final int ON_ERROR_FLAG = FLAGS + FLAG_BYTES;

    static final int SIBLING_FLAG = FLAGS + 2 * FLAG_BYTES;
    static final int TEXT_FLAG = FLAGS + 4 * FLAG_BYTES;

    private final ByteBuffer memory = ByteBuffer.allocate(END).order(ByteOrder.LITTLE_ENDIAN);
    private final Map<String, Integer> texts = new LinkedHashMap<>();
    private int nextText = TEXTS;

    FakeHotSpot() {
        headers();
        symbols();
        field(NAME_FIELD - FIELD_BYTES, "Other", "flags", "JVMFlag*", 1, 0x7777);
        field(NAME_FIELD, "JVMFlag", "_name", "const char*", 0, 8);
        field(STORAGE_FIELD, "JVMFlag", "_addr", null, 0, 0);
        field(TYPE_FIELD, "JVMFlag", "_type", "int", 0, 20);
        field(FLAGS_FIELD, "JVMFlag", "flags", "JVMFlag*", 1, FLAGS_POINTER);
        field(COUNT_FIELD, "JVMFlag", "numFlags", "size_t", 1, FLAG_COUNT);
        word(TYPES, text("Other"));
        word(TYPES + 32, 99);
        word(TYPES + 40, text("JVMFlag"));
        word(TYPES + 40 + 32, FLAG_BYTES);
        word(FIELDS_POINTER, FIELDS);
        word(TYPES_POINTER, TYPES);
        word(FLAGS_POINTER, FLAGS);
        word(FLAG_COUNT, 5);
        flag(ON_ERROR_FLAG, "OnError", ON_ERROR, 9);
        flag(SIBLING_FLAG, "OnOutOfMemoryError", VARIABLES + 0x110, 9);
        flag(SIBLING_FLAG + FLAG_BYTES, "OnErrorOrNot", VARIABLES + 0x100, 9);
        flag(TEXT_FLAG, "ErrorFile", VARIABLES + 0x118, 8);
        word(ON_ERROR, text("echo theirs"));
    }

    private void headers() {
        memory.put(BASE, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        word(BASE + 32, 64);
        memory.putShort(BASE + 54, (short) 56);
        memory.putShort(BASE + 56, (short) 4);
        programHeader(0, 1, 5, 0, READ_ONLY - BASE);
        programHeader(1, 1, 6, READ_ONLY - BASE, END - READ_ONLY);
        programHeader(2, 2, 6, DYNAMIC - BASE, 0x100);
        programHeader(3, 0x6474e552, 4, READ_ONLY - BASE, VARIABLES - READ_ONLY);
    }

    private void programHeader(int index, int type, int flags, int start, int size) {
        int at = BASE + 64 + 56 * index;
        half(at, type);
        half(at + 4, flags);
        word(at + 8, start);
        word(at + 16, start);
        word(at + 40, size);
    }

    private void symbols() {
        // As glibc leaves them and as musl does: with the bias and without.
        dynamic(0, 5, NAMES);
        dynamic(1, 6, SYMBOLS - BASE);
        dynamic(2, 0x6ffffef5, HASH);
        half(HASH, 1);
        half(HASH + 4, 1);
        half(HASH + 8, 1);
        half(HASH + 24, 1);
        symbol(1, "gHotSpotVMTypesOther", 0x1234, false);
        symbol(2, "gHotSpotVMStructs", FIELDS_POINTER - BASE, false);
        symbol(3, "gHotSpotVMTypes", TYPES_POINTER - BASE, true);
    }

    private void dynamic(int index, long tag, long value) {
        word(DYNAMIC + 16 * index, tag);
        word(DYNAMIC + 16 * index + 8, value);
    }

    private void symbol(int index, String name, long value, boolean isLast) {
        int hash = 5381;
        for (int i = 0; i < name.length(); i++) {
            hash = hash * 33 + name.charAt(i);
        }
        int at = NAMES + 40 * index;
        memory.put(at, name.getBytes(StandardCharsets.US_ASCII));
        half(SYMBOLS + 24 * index, at - NAMES);
        word(SYMBOLS + 24 * index + 8, value);
        half(HASH + 28 + 4 * (index - 1), isLast ? hash | 1 : hash & ~1);
    }

    private void field(int at, String type, String name, @Nullable String ofType, int isStatic, long where) {
        word(at, text(type));
        word(at + 8, text(name));
        word(at + 16, ofType == null ? 0 : text(ofType));
        half(at + 24, isStatic);
        word(at + (isStatic != 0 ? 40 : 32), where);
    }

    private void flag(int at, String name, long storage, int type) {
        word(at, storage);
        word(at + 8, text(name));
        half(at + 16, 16);
        half(at + 20, type);
    }

    /** Puts a text somewhere, each only once; returns where. */
    int text(String text) {
        Integer known = texts.get(text);
        if (known != null) {
            return known;
        }
        int at = nextText;
        memory.put(at, text.getBytes(StandardCharsets.US_ASCII));
        nextText += text.length() + 1;
        texts.put(text, at);
        return at;
    }

    FakeHotSpot word(int at, long value) {
        memory.putLong(at, value);
        return this;
    }

    FakeHotSpot half(int at, int value) {
        memory.putInt(at, value);
        return this;
    }

    FakeHotSpot flip(int at, int bits) {
        memory.put(at, (byte) (memory.get(at) ^ bits));
        return this;
    }

    byte[] bytes() {
        return memory.array().clone();
    }

    /** Writes it, from the first byte to {@code end}; beyond, there is no memory. */
    void write(Path file, int end) {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(0);
            out.write(memory.array(), 0, end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its mappings, as the kernel would tell them. */
    static OwnMappings mappings() throws IOException {
        String lines = Integer.toHexString(BASE) + "-" + Integer.toHexString(END)
                + " rw-p 00000000 fe:00 1   /jdk/lib/server/libjvm.so\n";
        return OwnMappings.of(lines.getBytes(StandardCharsets.US_ASCII));
    }
}
