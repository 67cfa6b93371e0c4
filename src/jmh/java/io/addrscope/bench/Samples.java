// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.util.Collection;

/** What a middle is. */
final class Samples {

    private Samples() {}

    /** Returns the median. */
    static double median(Collection<Double> samples) {
        double[] sorted =
                samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
