// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.addrscope.agent.arm;

import org.jspecify.annotations.NullMarked;
