// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

/**
 * A section of a report. The sections of a report follow each other without a gap, from its first byte to its last.
 *
 * @param kind what it holds
 * @param at where it stands, its first line and the blank lines behind it included
 * @param isInterrupted whether an error during the reporting ended or cut what it says
 * @param isCut whether the input ended in it
 */
public record Section(SectionKind kind, Span at, boolean isInterrupted, boolean isCut) {}
