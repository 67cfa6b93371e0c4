// SPDX-License-Identifier: Apache-2.0
/**
 * Where mappings come from: the kernel's {@code PROCMAP_QUERY} for one address, the text of {@code /proc/PID/maps} for a
 * whole address space, and for one address where the kernel has no such query.
 *
 * <p>The entry class is {@link io.addrscope.maps.ProcessMaps}. May use {@code io.addrscope.model} and
 * {@code io.addrscope.linux}.
 */
@NullMarked
package io.addrscope.maps;

import org.jspecify.annotations.NullMarked;
