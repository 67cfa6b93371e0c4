// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.crash.PrintedFrame;
import io.addrscope.model.Address;
import io.addrscope.model.Frame;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Printable;
import io.addrscope.model.StackFrame;
import io.addrscope.model.Symbol;
import io.addrscope.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What frames are called in sentences. */
final class Names {

    private Names() {}

    /** Returns whether a name begins with one of {@code beginnings}. */
    static boolean startsWithAny(String name, List<String> beginnings) {
        for (String beginning : beginnings) {
            if (name.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the file name of the library that a frame is in; null if it is in none, or none is known. */
    static @Nullable String library(ExplainedFrame frame) {
        Location location = frame.location();
        Mapping mapping = location == null ? null : location.mapping();
        if (mapping != null && !mapping.name().isEmpty()) {
            return baseName(mapping);
        }
        PrintedFrame printed = frame.printed();
        return printed == null || printed.module() == null
                ? null
                : printed.module().name().printable();
    }

    /** Returns the name of a mapping's file without directories. */
    static String baseName(Mapping mapping) {
        String path = mapping.name().withoutDeletedMark().printable();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Returns what memory is, with what it allows: {@code libfoo.so (r--p)}, {@code the thread stack (rw-p)}. */
    static String memory(Location location, Mapping mapping) {
        Usage usage = location.usage();
        String what =
                mapping.isFileBacked() ? baseName(mapping) : usage == null ? "anonymous memory" : "the " + usage.kind();
        return what + " (" + mapping.permissions() + ")";
    }

    /** Returns the function of native code that a frame is in, the innermost if calls were inlined; null if it is not known. */
    static @Nullable String function(ExplainedFrame frame) {
        for (Frame function : frame.functions()) {
            if (function.function() != null) {
                return function.function();
            }
        }
        Location location = frame.location();
        Symbol symbol = location == null ? null : location.symbol();
        return symbol == null ? printed(frame) : symbol.name();
    }

    /**
     * Returns the name that the report prints, if it can be believed. Of a return address it may be the name of the function behind:
     * where the address is the first of the function, it is. And HotSpot looks names up in the file at the library's path, which
     * need not be the mapped one if that was deleted.
     */
    private static @Nullable String printed(ExplainedFrame frame) {
        PrintedFrame printed = frame.printed();
        if (printed == null || printed.symbol() == null) {
            return null;
        }
        boolean isNative = printed.kind() == PrintedFrame.Kind.NATIVE || printed.kind() == PrintedFrame.Kind.VM;
        boolean isReturnAddress = frame.frame().trust() != StackFrame.Trust.CONTEXT;
        return isNative && ((isReturnAddress && isFirstByte(printed)) || frame.isFileDeleted())
                ? null
                : printed.symbol().printable();
    }

    private static boolean isFirstByte(PrintedFrame printed) {
        return printed.symbolOffset() == null || printed.symbolOffset().value() == 0;
    }

    /** Returns what code a frame is in, as the end of a sentence has it: {@code libfoo.so `bar` (bar.c:12)}. */
    static String place(ExplainedFrame frame) {
        String method = frame.javaMethod();
        if (method != null) {
            return "Java `" + Printable.text(method) + "`";
        }
        String function = function(frame);
        if (Code.of(frame) == Code.STUB) {
            return "generated code" + (function == null ? "" : " `" + Printable.text(function) + "`");
        }
        String library = library(frame);
        String where = library == null ? "executable memory without a file" : library;
        if (function != null) {
            return where + " `" + Printable.text(function) + "`" + line(frame);
        }
        Location location = frame.location();
        if (location != null && location.elfAddress().isPresent()) {
            return where + " at ELF address "
                    + Address.format(location.elfAddress().getAsLong());
        }
        if (location != null && location.fileOffset().isPresent()) {
            return where + " at file offset "
                    + Address.format(location.fileOffset().getAsLong());
        }
        PrintedFrame printed = frame.printed();
        if (printed != null && printed.module() != null) {
            return where + "+" + printed.module().offset();
        }
        return location == null ? where : where + " at " + Address.format(location.address());
    }

    private static String line(ExplainedFrame frame) {
        if (frame.functions().isEmpty()) {
            return "";
        }
        Frame innermost = frame.functions().get(0);
        String file = innermost.file();
        if (file == null || innermost.line() == 0) {
            return "";
        }
        return " (" + Printable.text(file.substring(file.lastIndexOf('/') + 1)) + ":" + innermost.line() + ")";
    }
}
