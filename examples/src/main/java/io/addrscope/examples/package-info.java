// SPDX-License-Identifier: Apache-2.0
/** Programs that show AddrScope at work, one idea each; {@code examples/run} builds and starts them. */
@NullMarked
package io.addrscope.examples;

import org.jspecify.annotations.NullMarked;
