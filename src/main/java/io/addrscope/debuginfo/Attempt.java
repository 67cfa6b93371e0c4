// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

/**
 * One place that was looked at for a debug file, and what came of it.
 *
 * @param place which place
 * @param where the path or URL, fit for a terminal
 * @param outcome what came of it
 * @param detail a sentence that says more; empty if the outcome says it all
 */
public record Attempt(Place place, String where, Outcome outcome, String detail) {}
