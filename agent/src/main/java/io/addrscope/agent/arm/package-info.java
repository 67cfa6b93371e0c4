// SPDX-License-Identifier: Apache-2.0
/**
 * Arming: sets HotSpot's flag {@code OnError} in the running JVM, so that it has its crash explained without any flag.
 *
 * <p>HotSpot exports tables of its own structures ({@code gHotSpotVMStructs}, {@code gHotSpotVMTypes}) for debuggers. With
 * {@code /proc/self/maps} and {@code /proc/self/mem} they lead to the list of all flags, and so to where {@code OnError} is
 * stored. Each step is checked, and nothing is written before everything was found to be as expected. What is written is one
 * pointer, to memory of ours.
 *
 * <p>These classes lie at the root of the jar, beside {@code io.addrscope.agent}: they run in every JVM that has the agent, and
 * opening the rest would take longer than all that they do. They use {@code java.lang}, {@code java.io}, {@code java.util} and
 * {@link java.nio.ByteBuffer}, nothing else.
 *
 * <p>Entry: {@link io.addrscope.agent.arm.Arming}.
 */
@NullMarked
package io.addrscope.agent.arm;

import org.jspecify.annotations.NullMarked;
