// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.util.Collection;

/**
 * A median and two samples that the true one lies between, by the order of the samples alone: whatever their distribution, the
 * number of samples below the true median is that of heads in as many tosses of a coin.
 *
 * @param median of the samples
 * @param low the interval's lower end, one of the samples
 * @param high its upper end, one of the samples
 * @param coverage how often, of 1, such an interval holds the true median: 0.95 or more if there are six samples; else
 *     less, and the interval is the whole range
 */
record MedianInterval(double median, double low, double high, double coverage) {

    private static final double MISSED = 0.05;

    static MedianInterval of(Collection<Double> samples) {
        double median = Samples.median(samples);
        double[] sorted =
                samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int n = sorted.length;
        // With 0, 1, ... samples cut from each end, the chance that the true median lies below (or above) what is left.
        int cut = 0;
        double exactly = Math.pow(0.5, n);
        double below = exactly;
        for (int heads = 1; heads < n; heads++) {
            exactly *= (double) (n - heads + 1) / heads;
            if (2 * (below + exactly) > MISSED) {
                break;
            }
            below += exactly;
            cut = heads;
        }
        return new MedianInterval(median, sorted[cut], sorted[n - 1 - cut], 1 - 2 * below);
    }
}
