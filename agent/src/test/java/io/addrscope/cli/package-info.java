// SPDX-License-Identifier: Apache-2.0
/** Tests of the command line; those of the packaged jar start JVMs of every JDK on the machine. */
@NullMarked
package io.addrscope.cli;

import org.jspecify.annotations.NullMarked;
