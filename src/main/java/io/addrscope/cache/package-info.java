// SPDX-License-Identifier: Apache-2.0
/**
 * Answers kept and dropped.
 *
 * <p>The kernel does not tell a process that its mappings changed, so nothing kept is believed for having been true once.
 * There are two ways for it to be current:
 *
 * <ul>
 *   <li><b>Verified</b>: the kernel was asked just now and gave the same numbers. What is costly to find out (name, build
 *       ID, headers) is kept beside the numbers and thrown away with them.
 *   <li><b>Leased</b>: the kernel was asked within the lease, and the epoch has not moved since.
 * </ul>
 *
 * <p>The epoch is a counter that hooks in the JDK move after each change that they see ({@link Epoch}). Why it is enough to
 * tag an answer with the value that was read <i>before</i> the kernel was asked: let a change be in force at time F and
 * counted at time C, later than F. An answer tagged E was asked for after E was read. If C lies before that reading, so does
 * F, and the kernel's answer knows of the change. If C lies after it, the counter has moved away from E, never to return,
 * and the answer is not served from the moment on that the counter is read anew. Between F and C it is served; but then the
 * operation that made the change has not returned yet, and an answer that is given meanwhile may be the one before or the one
 * after it. Tagged with the value read after the answer, it could be of the time before F and yet bear the number of the time
 * after C. The hooks count on exit, also by exception, since a map that fails may have unmapped.
 *
 * <p>Most changes come from native code, and no hook sees them. A leased answer lags behind those, by no more than its lease;
 * a verified one does not.
 *
 * <p>What is kept is bounded ({@link Keeper}); what was unloaded is remembered for a while. This package knows nothing of what
 * files hold: that is attached to a mapping by others, with their own proof that it still is what is mapped. Entry:
 * {@link MappingCache}. May use {@code model}, {@code linux}, {@code maps}.
 */
@NullMarked
package io.addrscope.cache;

import org.jspecify.annotations.NullMarked;
