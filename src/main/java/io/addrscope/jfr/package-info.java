// SPDX-License-Identifier: Apache-2.0
/**
 * Events of JDK Flight Recorder: libraries that a cache sees come and go. Nothing of JFR is loaded before the first of
 * them, nor without the module {@code jdk.jfr}; nothing is registered before JFR runs. Entry: {@link LibraryEvents}. May use
 * {@code model}, {@code cache}.
 */
@NullMarked
package io.addrscope.jfr;

import org.jspecify.annotations.NullMarked;
