// SPDX-License-Identifier: Apache-2.0
/**
 * Whether answers are stale: asks where everything changes all the time, and judges each answer by a log of the changes.
 *
 * <p>{@link io.addrscope.storm.Storm} is the native threads that map, unmap, move and protect memory of this JVM, and load
 * and unload libraries ({@code fixtures/storm.c}). They write a {@link io.addrscope.storm.StormLog}. Meanwhile
 * {@link io.addrscope.storm.Readers} ask a {@link io.addrscope.storm.Subject}, which is any way to ask, and a
 * {@link io.addrscope.storm.Judge} compares; it says by which rule. {@link io.addrscope.storm.StormTest} has a row for each
 * way to ask, and rows for ways that are known to be wrong, which the judge must find.
 *
 * <p>The twin libraries, {@link io.addrscope.storm.Twins}, are the case that profilers get wrong: two libraries of the same
 * layout, one after the other at the same address.
 */
@NullMarked
package io.addrscope.storm;

import org.jspecify.annotations.NullMarked;
