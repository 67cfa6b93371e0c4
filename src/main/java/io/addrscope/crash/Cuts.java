// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.util.ArrayList;
import java.util.List;

/** Collects the limits that were reached, each once. For one thread. */
final class Cuts {

    private final List<Cut> cuts = new ArrayList<>();

    /** Notes that a limit was reached; later ones of the same kind change nothing. */
    void add(String what, long limit, long at) {
        for (Cut cut : cuts) {
            if (cut.what().equals(what)) {
                return;
            }
        }
        cuts.add(new Cut(what, limit, at));
    }

    List<Cut> list() {
        return List.copyOf(cuts);
    }

    /** Adds an element unless the list is full. */
    <T> void keep(List<T> list, T element, int limit, String what, long at) {
        if (list.size() < limit) {
            list.add(element);
        } else {
            add(what, limit, at);
        }
    }
}
