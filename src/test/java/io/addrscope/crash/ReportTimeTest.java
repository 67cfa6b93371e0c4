// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines as HotSpot writes them. */
class ReportTimeTest {

    @ParameterizedTest
    @CsvSource({
        "Wed Nov 19 10:58:56 2025 UTC, , UTC, 2025-11-19T10:58:56Z",
        "Wed Nov 19 10:58:56 2025 UTC, , America/New_York, 2025-11-19T10:58:56Z",
        "Wed Nov 15 11:24:00 2023 EST, , America/New_York, 2023-11-15T16:24:00Z",
        "Tue Jul  4 11:24:00 2023 EDT, , America/New_York, 2023-07-04T15:24:00Z",
        "Tue Jul  4 11:24:00 2023 CEST, , Europe/Berlin, 2023-07-04T09:24:00Z",
        "Tue Jul  4 11:24:00 2023, UTC, Europe/Berlin, 2023-07-04T11:24:00Z",
        "Tue Jul 14 11:24:00 2023, CEST, Europe/Berlin, 2023-07-14T09:24:00Z",
        // Of another zone, of none, and no times.
        "Wed Nov 15 11:24:00 2023 EST, , Europe/Berlin, ",
        "Wed Nov 15 11:24:00 2023 IST, , UTC, ",
        "Wed Nov 15 11:24:00 2023, , UTC, ",
        "Wed Nov 31 11:24:00 2023 UTC, , UTC, ",
        "Wed Nov 15 25:24:00 2023 UTC, , UTC, ",
        "Wed Nov 15 11:24 2023 UTC, , UTC, ",
        "'', , UTC, "
    })
    void timesAreThoseOfKnownZones(String time, @Nullable String zone, String here, @Nullable Instant expected) {
        assertThat(ReportTime.of(time, zone, TimeZone.getTimeZone(here))).isEqualTo(expected);
    }
}
