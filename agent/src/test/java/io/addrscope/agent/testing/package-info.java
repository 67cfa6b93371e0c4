// SPDX-License-Identifier: Apache-2.0
/**
 * What integration tests start the packaged jar with: the JDKs of this machine, and child JVMs on them.
 *
 * <p>Start with {@link io.addrscope.agent.testing.ChildJvm}. Nothing here depends on the classes under test.
 */
@NullMarked
package io.addrscope.agent.testing;

import org.jspecify.annotations.NullMarked;
