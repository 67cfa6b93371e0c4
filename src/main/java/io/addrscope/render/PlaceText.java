// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import io.addrscope.model.Address;
import io.addrscope.model.Frame;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Printable;
import io.addrscope.model.Reason;
import io.addrscope.model.Symbol;
import io.addrscope.model.Usage;

/** Says in a few words what a location is. */
final class PlaceText {

    private PlaceText() {}

    /** Returns the words: {@code libfoo.so bar+0x12 at bar.c:3}, {@code thread stack: main}. */
    static String of(Location location) {
        Mapping mapping = location.mapping();
        Symbol symbol = location.symbol();
        if (symbol != null) {
            return (mapping == null ? "" : file(mapping) + " ") + Printable.text(symbol.name()) + "+"
                    + Address.format(symbol.offset()) + line(location) + mark(location);
        }
        Usage usage = location.usage();
        if (mapping != null && mapping.isFileBacked()) {
            String place = location.elfAddress().isPresent()
                    ? ", ELF address " + Address.format(location.elfAddress().getAsLong())
                    : ", file offset " + Address.format(mapping.fileOffset(location.address()));
            return file(mapping) + place + mark(location);
        }
        if (usage != null) {
            return usage.kind() + (usage.detail() == null ? "" : ": " + Printable.text(usage.detail()));
        }
        return mapping == null ? "not mapped" : Description.of(mapping) + " (" + mapping.permissions() + ")";
    }

    /** Returns the file's name without directories. */
    static String file(Mapping mapping) {
        String path = Description.of(mapping);
        return mapping.isFileBacked() ? path.substring(path.lastIndexOf('/') + 1) : path;
    }

    /** Returns a mark for what is not proven; empty for what is. */
    static String mark(Location location) {
        return location.reason(Reason.Code.UNPROVEN) == null ? "" : " (unproven)";
    }

    private static String line(Location location) {
        if (location.frames().isEmpty()) {
            return "";
        }
        Frame innermost = location.frames().get(0);
        String file = innermost.file();
        return file == null
                ? ""
                : " at " + Printable.text(file.substring(file.lastIndexOf('/') + 1))
                        + (innermost.line() > 0 ? ":" + innermost.line() : "");
    }
}
