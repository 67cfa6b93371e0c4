// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Date;
import java.util.Locale;
import java.util.StringTokenizer;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * The time at which a report was written: {@code Wed Nov 15 11:24:00 2023 UTC}, as {@code ctime} and {@code strftime("%Z")} write it.
 *
 * <p>Abbreviations of time zones mean several things. So only those of UTC are believed, and those of the zone of this machine: if
 * the report was not made here, the time serves for nothing.
 */
final class ReportTime {

    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int NAME_LENGTH = 3;

    /** Day of the week, month, day, time of day and year. */
    private static final int WORDS = 5;

    private ReportTime() {}

    /**
     * Returns the time, in whole seconds.
     *
     * @param time as the report has it
     * @param zone the zone, where it stands apart; null if it does not
     * @param here the zone of this machine
     * @return null if it is no time, or one of an unknown zone
     */
    static @Nullable Instant of(String time, @Nullable String zone, TimeZone here) {
        StringTokenizer words = new StringTokenizer(time, " ");
        int count = words.countTokens();
        if ((count != WORDS && count != WORDS + 1) || words.nextToken().length() != NAME_LENGTH) {
            return null;
        }
        try {
            LocalDateTime local = local(words.nextToken(), words.nextToken(), words.nextToken(), words.nextToken());
            String named = words.hasMoreTokens() ? words.nextToken() : zone;
            ZoneId found = named == null ? null : zone(named.strip(), local, here);
            return found == null ? null : local.atZone(found).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    // By hand: a formatter for dates looks into the locales first, for longer than a whole report is read.
    private static LocalDateTime local(String month, String day, String clock, String year) {
        int index = month.length() == NAME_LENGTH ? MONTHS.indexOf(month) : -1;
        if (index % NAME_LENGTH != 0 || day.length() > 2 || year.length() != "2023".length()) {
            throw new DateTimeException("no date");
        }
        if (clock.length() != "11:24:00".length() || clock.charAt(2) != ':' || clock.charAt(5) != ':') {
            throw new DateTimeException("no time of day");
        }
        return LocalDateTime.of(
                number(year),
                1 + index / NAME_LENGTH,
                number(day),
                number(clock.substring(0, 2)),
                number(clock.substring(3, 5)),
                number(clock.substring(6)));
    }

    private static int number(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                throw new DateTimeException("no number");
            }
        }
        return Integer.parseInt(digits);
    }

    private static @Nullable ZoneId zone(String name, LocalDateTime local, TimeZone here) {
        if (name.equals("UTC") || name.equals("GMT") || name.equals("Z")) {
            return ZoneOffset.UTC;
        }
        ZoneId zone = here.toZoneId();
        boolean isDaylight = here.inDaylightTime(Date.from(local.atZone(zone).toInstant()));
        boolean isHere = name.equals(here.getDisplayName(isDaylight, TimeZone.SHORT, Locale.ENGLISH))
                || name.equals(zone.getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
        return isHere ? zone : null;
    }
}
