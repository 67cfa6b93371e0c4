// SPDX-License-Identifier: Apache-2.0
/**
 * The part of the jar that applications can see: what the JVM calls, and what opens the rest.
 *
 * <p>These classes lie at the root of the jar and are defined by the system class loader, beside the application's. They
 * use {@code java.base} and {@code java.instrument} alone, nothing of the library and nothing that is not in every JVM;
 * what runs before the application's {@code main} uses the most basic classes only, without lambdas. Beside them lies
 * {@code io.addrscope.agent.arm}, which every JVM with the agent runs. Everything else is nested in the jar, out of the
 * application's sight, and is opened on the agent's own thread at first need.
 *
 * <p>Entries: {@link io.addrscope.agent.Agent} for the JVM, {@link io.addrscope.agent.Main} for {@code java -jar}.
 */
@NullMarked
package io.addrscope.agent;

import org.jspecify.annotations.NullMarked;
