// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import io.addrscope.model.Address;
import io.addrscope.model.ByteSize;
import io.addrscope.model.Frame;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Neighbor;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.Printable;
import io.addrscope.model.Reason;
import io.addrscope.model.Symbol;
import io.addrscope.model.Usage;

/**
 * Writes a location for people: a headline with the address and what it is, then one labelled line for each thing known,
 * and why the rest is not.
 *
 * <p>Not safe for use by several threads.
 */
public final class LocationText implements LocationFormat {

    private static final long SMALLEST_PAGE = 4096;

    private final Page page;
    private final String file;

    /** Text for {@code page}, about a process. */
    public LocationText(Page page) {
        this(page, "");
    }

    /**
     * Text for {@code page}, about a file.
     *
     * @param file its path, printable
     */
    public LocationText(Page page, String file) {
        this.page = page;
        this.file = file;
    }

    @Override
    public void append(StringBuilder out, Location location) {
        Block block = new Block(out, page);
        block.headline(Address.format(location.address()));
        Mapping mapping = location.mapping();
        if (mapping == null && location.obtainedBy() == ObtainedBy.FILE) {
            block.piece(file, Ink.NAME);
            block.end();
            known(block, location);
        } else if (mapping == null) {
            unmapped(block, location);
        } else {
            block.piece(Description.of(mapping), Ink.NAME);
            block.end();
            known(block, location);
            mapping(block, mapping);
        }
        for (Reason reason : location.reasons()) {
            if (!isSaidAbove(location, reason)) {
                block.label("note");
                block.sentence(Printable.text(reason.detail()), Ink.PROBLEM);
                block.end();
            }
        }
    }

    private static void known(Block block, Location location) {
        if (location.symbol() != null) {
            symbol(block, location.symbol());
        }
        for (Frame frame : location.frames()) {
            frame(block, frame);
        }
        if (location.usage() != null) {
            usage(block, location.usage());
        }
        if (location.elfAddress().isPresent() && location.mapping() != null) {
            line(block, "ELF address", Address.format(location.elfAddress().getAsLong()));
        }
        if (location.fileOffset().isPresent()) {
            line(block, "file offset", Address.format(location.fileOffset().getAsLong()));
        }
    }

    private static void mapping(Block block, Mapping mapping) {
        block.label("mapping");
        extent(block, mapping);
        block.end();
        if (mapping.buildId() != null) {
            line(block, "build ID", mapping.buildId().toString());
        }
    }

    private static void unmapped(Block block, Location location) {
        Neighbor before = location.before();
        Neighbor after = location.after();
        block.sentence(before == null && after == null ? "not mapped" : "not mapped, ", Ink.PROBLEM);
        if (before != null && after != null) {
            block.sentence("in a gap of " + ByteSize.format(before.distance() + after.distance()), Ink.PLAIN);
        } else if (after != null) {
            block.sentence("below the lowest mapping", Ink.PLAIN);
        } else if (before != null) {
            block.sentence("above the highest mapping", Ink.PLAIN);
        }
        block.end();
        if (before != null) {
            block.label("before it");
            neighbor(block, before, before.distance() == 0 ? "ends right here:" : "past the end of");
        }
        if (after != null) {
            block.label("after it");
            neighbor(block, after, "below the start of");
        }
    }

    private static void neighbor(Block block, Neighbor neighbor, String relation) {
        if (neighbor.distance() != 0) {
            String distance = Address.format(neighbor.distance());
            if (Address.isBelow(neighbor.distance(), SMALLEST_PAGE)) {
                block.sentence(distance + " ", Ink.PLAIN);
            } else {
                block.sentence(distance + " (" + ByteSize.format(neighbor.distance()) + ") ", Ink.PLAIN);
            }
        }
        block.sentence(relation + " ", Ink.PLAIN);
        block.piece(Description.of(neighbor.mapping()), Ink.NAME);
        block.newLine();
        extent(block, neighbor.mapping());
        block.end();
    }

    private static void extent(Block block, Mapping mapping) {
        block.piece(Description.range(mapping), Ink.PLAIN);
        block.gap(2);
        block.piece(mapping.permissions() + "  " + ByteSize.format(mapping.size()), Ink.PLAIN);
        if (mapping.pageSize() > SMALLEST_PAGE) {
            block.gap(2);
            block.piece("in pages of " + ByteSize.format(mapping.pageSize()), Ink.PLAIN);
        }
    }

    private static void symbol(Block block, Symbol symbol) {
        block.label(Printable.text(symbol.kind()));
        block.piece(Printable.text(symbol.name()) + "+" + Address.format(symbol.offset()), Ink.NAME);
        String size = symbol.size() == 0 ? "of unknown size" : "of " + Address.format(symbol.size());
        String version = symbol.version() == null ? "" : Printable.text(symbol.version()) + ", ";
        String debugFile = symbol.debugFile() == null ? "" : " of " + Printable.text(symbol.debugFile());
        block.gap(1);
        block.sentence(size + " (" + version + Printable.text(symbol.table()) + debugFile + ")", Ink.PLAIN);
        block.end();
    }

    private static void frame(Block block, Frame frame) {
        block.label(frame.inlined() ? "inlined" : "source");
        block.piece(frame.function() == null ? "unknown function" : Printable.text(frame.function()), Ink.PLAIN);
        if (frame.file() != null) {
            StringBuilder place = new StringBuilder(Printable.text(frame.file()));
            if (frame.line() > 0) {
                place.append(':').append(frame.line());
                if (frame.column() > 0) {
                    place.append(':').append(frame.column());
                }
            }
            block.gap(1);
            block.piece("at", Ink.PLAIN);
            block.gap(1);
            block.piece(place.toString(), Ink.NAME);
        }
        block.end();
    }

    private static void usage(Block block, Usage usage) {
        block.label("use");
        String kind = Printable.text(usage.kind());
        if (usage.detail() != null) {
            kind = kind + ": " + Printable.text(usage.detail());
        }
        String evidence = Printable.text(usage.evidence());
        block.sentence(kind + (usage.certain() ? " (" : " (inferred: ") + evidence + ")", Ink.PLAIN);
        block.end();
    }

    private static void line(Block block, String label, String value) {
        block.label(label);
        block.piece(value, Ink.PLAIN);
        block.end();
    }

    /** The headline and the neighbors say it better. */
    private static boolean isSaidAbove(Location location, Reason reason) {
        return switch (reason.code()) {
            case UNMAPPED -> location.before() != null || location.after() != null;
            case ANONYMOUS, SPECIAL_MAPPING -> location.isMapped();
            // Nobody expects ELF addresses of data, but does of what can be executed.
            case NOT_ELF ->
                location.mapping() != null && !location.mapping().permissions().isExecutable();
            default -> false;
        };
    }
}
