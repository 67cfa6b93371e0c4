// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

import java.time.Duration;
import java.util.Locale;

/**
 * How old an answer may be.
 *
 * @param mode the promise
 * @param lease for {@link Mode#LEASED}, how long an answer is served after it was checked; else zero
 */
public record Freshness(Mode mode, Duration lease) {

    /** The promises. */
    public enum Mode {
        /** The kernel is asked for every answer. */
        VERIFIED,
        /** Checked within the lease, and in the current epoch. */
        LEASED,
        /** As captured at one time. */
        SNAPSHOT;

        /** Returns the word that output uses, such as {@code verified}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The kernel is asked for every answer. */
    public static final Freshness VERIFIED = new Freshness(Mode.VERIFIED, Duration.ZERO);

    /** As captured at one time. */
    public static final Freshness SNAPSHOT = new Freshness(Mode.SNAPSHOT, Duration.ZERO);

    /**
     * Answers may be served for {@code lease} after they were checked.
     *
     * @throws IllegalArgumentException if {@code lease} is zero or negative
     */
    public static Freshness leased(Duration lease) {
        if (lease.isZero() || lease.isNegative()) {
            throw new IllegalArgumentException("a lease lasts longer than " + lease);
        }
        return new Freshness(Mode.LEASED, lease);
    }
}
