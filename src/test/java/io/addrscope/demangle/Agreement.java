// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** How far two demanglers say the same of the same names. */
final class Agreement {
    private static final int SHOWN = 20;

    private final String what;
    private int names;
    private int same;
    private int onlyUs;
    private int onlyThem;
    private final List<String> differences = new ArrayList<>();

    private Agreement(String what) {
        this.what = what;
    }

    /** Compares our demangling of each name with the reference's, both {@code normalized}. */
    static Agreement of(
            String what,
            Collection<String> names,
            Demangler demangler,
            Reference reference,
            UnaryOperator<String> normalized) {
        Agreement agreement = new Agreement(what + " against " + reference);
        Iterator<String> theirs = reference.demangle(names).iterator();
        for (String name : names) {
            agreement.add(name, normalized.apply(demangler.demangle(name)), normalized.apply(theirs.next()));
        }
        System.out.println(agreement);
        return agreement;
    }

    static Agreement of(String what, Collection<String> names, Reference reference) {
        return of(what, names, Demangler.of(Style.FULL), reference, UnaryOperator.identity());
    }

    private void add(String name, String ours, String theirs) {
        names++;
        if (ours.equals(theirs)) {
            same++;
        } else if (theirs.equals(name)) {
            onlyUs++;
        } else {
            if (ours.equals(name)) {
                onlyThem++;
            }
            if (differences.size() < SHOWN) {
                differences.add(name + "\n  ours   " + ours + "\n  theirs " + theirs);
            }
        }
    }

    /** Of the names that the reference demangles, at least this share is demangled as it does. */
    void isAtLeast(double share) {
        int different = names - same - onlyUs;
        assertThat(names).as("names").isPositive();
        assertThat((double) different / (names - onlyUs)).as("%s", this).isLessThanOrEqualTo(1 - share);
    }

    /** As {@link #isAtLeast}, but of the names that both demangle. */
    void isAtLeastWhereBothAnswer(double share) {
        int different = names - same - onlyUs - onlyThem;
        assertThat((double) different / (names - onlyUs - onlyThem))
                .as("%s", this)
                .isLessThanOrEqualTo(1 - share);
    }

    @Override
    public String toString() {
        int different = names - same - onlyUs;
        return String.format(
                        Locale.ROOT,
                        "%s: %d names, %d the same, %d only by us, %d differ (%d only by them), agreement %.4f %%",
                        what,
                        names,
                        same,
                        onlyUs,
                        different,
                        onlyThem,
                        100.0 * same / Math.max(1, names - onlyUs))
                + (differences.isEmpty() ? "" : "\n" + String.join("\n", differences));
    }
}
