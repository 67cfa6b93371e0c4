// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.TextStyle;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The time at which a report was written: {@code Wed Nov 15 11:24:00 2023 UTC}, as {@code ctime} and {@code strftime("%Z")} write it.
 *
 * <p>Abbreviations of time zones mean several things. So only those of UTC are believed, and those of the zone of this machine: if
 * the report was not made here, the time serves for nothing.
 */
final class ReportTime {

    private static final Pattern PARTS =
            Pattern.compile("\\w{3} +(\\w{3} +\\d{1,2} +\\d{2}:\\d{2}:\\d{2} +\\d{4})(?: +(\\S+))?");

    private static final DateTimeFormatter CTIME = new DateTimeFormatterBuilder()
            .appendPattern("MMM d HH:mm:ss uuuu")
            .toFormatter(Locale.ENGLISH)
            .withResolverStyle(ResolverStyle.STRICT);

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
        Matcher matcher = PARTS.matcher(time.strip());
        if (!matcher.matches()) {
            return null;
        }
        String named = matcher.group(2) == null ? zone : matcher.group(2);
        try {
            LocalDateTime local = LocalDateTime.parse(matcher.group(1).replaceAll(" +", " "), CTIME);
            ZoneId found = named == null ? null : zone(named.strip(), local, here);
            return found == null ? null : local.atZone(found).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
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
