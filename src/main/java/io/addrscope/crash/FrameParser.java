// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.crash.PrintedFrame.JavaFrame;
import io.addrscope.crash.PrintedFrame.Kind;
import io.addrscope.crash.PrintedFrame.ModuleOffset;
import org.jspecify.annotations.Nullable;

/**
 * Parses frames (frame.cpp {@code print_on_error}, {@code print_C_frame}, os.cpp).
 *
 * <pre>
 * C  [libc.so.6+0x9cb84]  start_thread+0x2f4  (pthread_create.c:442)
 * C  0x00007fcbcd000960
 * J 570% c2 java.util.List.get(I)Ljava/lang/Object; java.base@21 (5 bytes) @ 0xPC [0xBEGIN+0xOFFSET] (name)
 * j  java.lang.Thread.run()V+19 java.base@25.0.3
 * v  ~StubRoutines::call_stub 0x00007f49a3936fa6
 * </pre>
 */
final class FrameParser {

    private FrameParser() {}

    /**
     * Parses what is left of a line.
     *
     * @return null if it is no frame
     */
    static @Nullable PrintedFrame parse(Line line) {
        int start = line.at();
        Kind kind = kind(line.peek());
        if (kind == null || line.byteAt(start + 1) != ' ') {
            return null;
        }
        line.moveTo(start + 2);
        line.skipBlanks();
        if (line.isAtEnd()) {
            return null;
        }
        return switch (kind) {
            case NATIVE, VM -> nativeFrame(kind, line, start);
            case COMPILED, AHEAD_OF_TIME -> compiledFrame(kind, line, start);
            case INTERPRETED -> interpretedFrame(line, start);
            case STUB -> stubFrame(line, start);
        };
    }

    private static @Nullable Kind kind(int letter) {
        return switch (letter) {
            case 'C' -> Kind.NATIVE;
            case 'V' -> Kind.VM;
            case 'J' -> Kind.COMPILED;
            case 'j' -> Kind.INTERPRETED;
            case 'A' -> Kind.AHEAD_OF_TIME;
            case 'v' -> Kind.STUB;
            default -> null;
        };
    }

    /** Returns where the line stands from {@code start} on, without blanks at its end. */
    private static Span span(Line line, int start) {
        int end = line.to();
        while (end > start && line.byteAt(end - 1) <= ' ') {
            end--;
        }
        return line.span(start, end);
    }

    private static PrintedFrame nativeFrame(Kind kind, Line line, int start) {
        Word pc = line.hex();
        ModuleOffset module = pc == null ? module(line) : null;
        if (pc == null && module == null) {
            return new PrintedFrame(kind, null, null, null, null, null, null, null, span(line, start));
        }
        int symbolStart = line.at();
        int symbolEnd = line.to();
        Text sourceFile = null;
        Word sourceLine = null;
        int source = line.lastIndexOf("  (", symbolStart);
        int colon = line.lastIndexOf(":", symbolStart);
        if (source >= 0 && colon > source) {
            line.moveTo(colon + 1);
            Word number = line.decimal();
            if (number != null && line.skip(")") && line.isBlank()) {
                sourceLine = number;
                line.moveTo(source + "  (".length());
                sourceFile = line.textTo(colon);
                symbolEnd = source;
            }
        }
        Word symbolOffset = null;
        int plus = line.lastIndexOf("+0x", symbolStart);
        if (plus >= 0 && plus < symbolEnd) {
            line.moveTo(plus + 1);
            symbolOffset = line.hex();
            if (symbolOffset != null && line.part(line.at(), symbolEnd).isBlank()) {
                symbolEnd = plus;
            } else {
                symbolOffset = null;
            }
        }
        line.moveTo(symbolStart);
        Text symbol = line.textTo(symbolEnd);
        return new PrintedFrame(
                kind, pc, module, symbol, symbolOffset, sourceFile, sourceLine, null, span(line, start));
    }

    /** Reads {@code [NAME+0xOFFSET]}; the name may hold brackets and plus signs. */
    private static @Nullable ModuleOffset module(Line line) {
        int start = line.at();
        if (!line.skip("[")) {
            return null;
        }
        for (int plus = line.indexOf("+0x", start + 1); plus > start + 1; plus = line.indexOf("+0x", plus + 1)) {
            line.moveTo(plus + 1);
            Word offset = line.hex();
            if (offset != null && line.skip("]")) {
                return new ModuleOffset(line.text(start + 1, plus), offset, line.span(start, line.at()));
            }
        }
        line.moveTo(start);
        return null;
    }

    private static PrintedFrame compiledFrame(Kind kind, Line line, int start) {
        final Word id = line.decimal();
        final boolean isOnStackReplacement = line.skip("%");
        line.skipBlanks();
        Text method = line.token();
        Text compiler = null;
        if (method != null && !isMethod(method)) {
            compiler = method;
            line.skipBlanks();
            method = line.token();
        }
        line.skipBlanks();
        Text module = line.isAtEnd() || line.startsWith("(") || line.startsWith("@") ? null : line.token();
        line.skipBlanks();
        Word size = null;
        if (line.skip("(")) {
            size = line.decimal();
            line.skipPast(")");
            line.skipBlanks();
        }
        Word pc = null;
        Word begin = null;
        Word offset = null;
        if (line.skip("@ ")) {
            pc = line.hex();
            line.skipBlanks();
            if (line.skip("[")) {
                begin = line.hex();
                offset = line.skip("+") ? line.hex() : null;
            }
        }
        JavaFrame java = new JavaFrame(method, id, isOnStackReplacement, compiler, module, size, null, begin, offset);
        return new PrintedFrame(kind, pc, null, null, null, null, null, java, span(line, start));
    }

    /** A method has a dot or a signature; a compiler has neither. */
    private static boolean isMethod(Text text) {
        String name = text.text();
        return name.indexOf('.') >= 0 || name.indexOf('(') >= 0;
    }

    private static PrintedFrame interpretedFrame(Line line, int start) {
        int nameStart = line.at();
        int nameEnd = line.endOfToken();
        Word bytecode = null;
        int plus = line.part(nameStart, nameEnd).lastIndexOf("+", nameStart);
        int methodEnd = nameEnd;
        if (plus >= 0) {
            line.moveTo(plus + 1);
            bytecode = line.decimal();
            if (bytecode != null && line.at() == nameEnd) {
                methodEnd = plus;
            } else {
                bytecode = null;
            }
        }
        line.moveTo(nameStart);
        Text method = line.textTo(methodEnd);
        line.moveTo(nameEnd);
        Text module = line.rest();
        JavaFrame java = new JavaFrame(method, null, false, null, module, null, bytecode, null, null);
        return new PrintedFrame(Kind.INTERPRETED, null, null, null, null, null, null, java, span(line, start));
    }

    private static PrintedFrame stubFrame(Line line, int start) {
        line.skip("~");
        int nameStart = line.at();
        int nameEnd = line.to();
        Word pc = null;
        int address = line.lastIndexOf(" 0x", nameStart);
        if (address >= 0) {
            line.moveTo(address + 1);
            pc = line.hex();
            if (pc != null && line.isBlank()) {
                nameEnd = address;
            } else {
                pc = null;
            }
        }
        line.moveTo(nameStart);
        Text name = line.textTo(nameEnd);
        return new PrintedFrame(Kind.STUB, pc, null, name, null, null, null, null, span(line, start));
    }
}
