// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/** All that demangling one name needs, reused from name to name by one thread at a time; and which language a name is of. */
final class Workspace {
    private final Input in = new Input();
    private final Output out = new Output();
    private final Tree tree = new Tree();
    private final CxxParser parser = new CxxParser(in, tree);
    private final CxxPrinter printer = new CxxPrinter(in, tree, out);
    private final RustLegacy rustLegacy = new RustLegacy(in, out);
    private final RustV0 rustV0 = new RustV0(in, out);

    /** Demangles, or throws {@link Malformed}. */
    String demangle(String raw, Style style, boolean showsHashes) {
        int start = raw.charAt(0) == '.' ? 1 : 0;
        int at = raw.indexOf('@');
        int end = at < 0 ? raw.length() : at;
        in.reset(raw, start, end);
        out.reset();
        if (start > 0) {
            out.add('.');
        }
        if (in.at("_R")) {
            rustV0.print(style, showsHashes);
        } else if (!rustLegacy.print(showsHashes)) {
            in.pos = 0;
            printer.print(parser.mangledName(), style);
        }
        return at < 0 ? out.toString() : out + raw.substring(at);
    }

    boolean isLarge() {
        return in.isLarge() || out.isLarge() || tree.isLarge();
    }
}
