// SPDX-License-Identifier: Apache-2.0
/**
 * The agent's part that the application cannot see: it runs in the private layer, on the agent's thread, and may use the
 * library and all that the jar holds.
 *
 * <p>It shares no class with the root of the jar but those of the JDK. Entry: {@link io.addrscope.agent.inner.Inner},
 * which the root finds by its name.
 */
@NullMarked
package io.addrscope.agent.inner;

import org.jspecify.annotations.NullMarked;
