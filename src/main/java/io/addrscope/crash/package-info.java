// SPDX-License-Identifier: Apache-2.0
/**
 * Crash reports of HotSpot ({@code hs_err_pid*.log}): what they say, and where in the report it stands.
 *
 * <p>A report may be of any JDK and system, cut anywhere, interleaved with other output, quoted, edited, or made to harm.
 * The parser keys on what lines begin with, never on versions; it throws nothing but the {@link java.io.IOException} of
 * its source. What is kept of a report is bounded by {@link io.addrscope.crash.Limits}; what was not kept is said
 * ({@link io.addrscope.crash.Cut}), as is what is missing ({@link io.addrscope.crash.Structure}). Each value has the
 * {@link io.addrscope.crash.Span} of its bytes. A number at the end of a line that was cut off is not given: digits may
 * be missing.
 *
 * <p>Command lines, environments and user names are not kept, only where they stand.
 *
 * <p>Reports are mostly read while the JVM that crashed waits: here, too, few classes are loaded and little is linked at run time.
 * Loops stand where streams and lambdas could, and parsing is by hand where patterns and formatters could do it.
 *
 * <p>Start with {@link io.addrscope.crash.ReportParser}, which makes an {@link io.addrscope.crash.HsErrReport}. May use
 * every package below the renderers.
 */
@NullMarked
package io.addrscope.crash;

import org.jspecify.annotations.NullMarked;
