// SPDX-License-Identifier: Apache-2.0
/**
 * Small applications for child JVMs: they use the JDK alone (one of them JNA) and know the agent only by what any
 * application could know of it: names of threads, classes, and MBeans.
 */
@NullMarked
package io.addrscope.agent.apps;

import org.jspecify.annotations.NullMarked;
