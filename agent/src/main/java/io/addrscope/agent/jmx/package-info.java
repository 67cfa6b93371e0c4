// SPDX-License-Identifier: Apache-2.0
/**
 * The address space over JMX, for consoles and for applications that do not have the library on their class path.
 *
 * <p>It uses {@code java.management}, so nothing here is loaded in a JVM without that module or with {@code jmx=off}.
 * Only types of the JDK cross the border, exceptions included: the other side has none of our classes. Entry:
 * {@link io.addrscope.agent.jmx.AddressSpaceBean}; {@link io.addrscope.agent.jmx.AddressSpaceMXBean} is what users see.
 */
@NullMarked
package io.addrscope.agent.jmx;

import org.jspecify.annotations.NullMarked;
