// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

/** Any bytes are a report: it is read without an exception, and what it keeps stands in the input. */
public final class ReportFuzz {

    private ReportFuzz() {}

    /** Reads them. */
    public static void fuzzerTestOneInput(byte[] data) {
        ReportChecks.check(data, ReportParser.parse(data));
    }
}
