// SPDX-License-Identifier: Apache-2.0
/**
 * The hooks: what makes {@code java.lang.AddrScope.EPOCH} move when Java code maps, unmaps, loads or unloads.
 *
 * <p>The JDK's own methods behind those events, a fixed list ({@link io.addrscope.agent.hooks.Hook}), get one static call
 * at each of their ends, be it a return or a throw: the change is in force by then, and a method that throws may have
 * changed something, too. The call increments a counter; it allocates nothing, takes no lock, and throws nothing.
 *
 * <p>Hooks are hints. Most changes of an address space come from native code, where no hook sees them, so nothing is
 * right because of a hook; answers are only sooner fresh.
 *
 * <p>It uses Byte Buddy and the JDK, nothing of the library. Entry: {@link io.addrscope.agent.hooks.Hooks}.
 */
@NullMarked
package io.addrscope.agent.hooks;

import org.jspecify.annotations.NullMarked;
