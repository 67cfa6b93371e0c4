// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import io.addrscope.model.Unloaded;
import org.jspecify.annotations.Nullable;

/**
 * A mapping that is gone, and what had been attached to it.
 *
 * @param unloaded which, and when it went
 * @param payload what was attached to it last; null if nothing was
 */
public record Departed(Unloaded unloaded, @Nullable Object payload) {}
