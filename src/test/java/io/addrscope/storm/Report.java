// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

import java.util.Map;

/**
 * How a way to ask did in a storm.
 *
 * @param name of the way
 * @param tally what was said of its answers
 * @param changes how many changes of each kind were made meanwhile
 */
record Report(String name, Tally tally, Map<Kind, Long> changes) {

    @Override
    public String toString() {
        return "storm, " + name + ": " + tally + "\n  changes: " + changes;
    }
}
