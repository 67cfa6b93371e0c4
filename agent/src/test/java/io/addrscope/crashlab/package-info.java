// SPDX-License-Identifier: Apache-2.0
/**
 * A laboratory of crashes: child JVMs that die in every way there is, and what somebody else says about the place.
 *
 * <p>{@link io.addrscope.crashlab.CrashKind} lists the ways, {@link io.addrscope.crashlab.Crash} has a JVM die in one of them, and
 * {@link io.addrscope.crashlab.CrashScene} is what it left: its report, its end, its mappings in the moment between report and
 * end, what commands said that ran in that moment, and the {@link io.addrscope.crashlab.Truth} about every address that HotSpot
 * printed. The native code that dies is in the test resources {@code crash/}, built in many ways by
 * {@link io.addrscope.crashlab.Build}. Nothing here uses the classes under test.
 */
@NullMarked
package io.addrscope.crashlab;

import org.jspecify.annotations.NullMarked;
