// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.debuginfo.Attempt;
import io.addrscope.debuginfo.DebugSearch;
import io.addrscope.debuginfo.Outcome;
import io.addrscope.elf.SymbolTable;
import io.addrscope.model.MappingName;
import io.addrscope.model.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says of an image without a complete symbol table what it has, and where a debug file was looked for. */
final class MissingSymbols {

    /** Places where nothing was that are named; of more their number is told. */
    private static final int NAMED_PLACES = 2;

    private MissingSymbols() {}

    /**
     * Returns the reason, in one sentence.
     *
     * @param search the search for its debug file; null if none was made, for nothing could prove that a file belongs to it
     * @param fits whether the debug file that was found, if one was, has the image's addresses
     */
    static Reason reason(MappingName name, SymbolTable table, @Nullable DebugSearch search, boolean fits) {
        StringBuilder detail = new StringBuilder(name.isEmpty() ? "the image" : name.printable());
        detail.append(table.count() == 0 ? " has no symbols" : " has no .symtab, only symbols for the dynamic linker");
        if (search == null) {
            detail.append(", nor a build ID to find a debug file by");
        } else if (search.found() != null && !fits) {
            detail.append("; its debug file, ")
                    .append(search.found().path().printable())
                    .append(", has other addresses: one of the two was prelinked");
        } else if (search.found() != null) {
            detail.append(", nor has its debug file, ")
                    .append(search.found().path().printable());
        } else {
            appendAttempts(detail, search.attempts());
        }
        return new Reason(Reason.Code.STRIPPED, detail.toString());
    }

    private static void appendAttempts(StringBuilder detail, List<Attempt> attempts) {
        int absent = 0;
        for (int i = 0; i < attempts.size(); i++) {
            Attempt attempt = attempts.get(i);
            if (attempt.outcome() != Outcome.ABSENT) {
                detail.append("; ").append(attempt.where()).append(": ").append(attempt.outcome());
                if (!attempt.detail().isEmpty()) {
                    detail.append(" (").append(attempt.detail()).append(')');
                }
            } else if (++absent <= NAMED_PLACES) {
                detail.append(absent == 1 ? "; no debug file lies at " : ", ").append(attempt.where());
            }
        }
        if (absent > NAMED_PLACES) {
            detail.append(" or ").append(absent - NAMED_PLACES).append(" more places");
        }
    }
}
