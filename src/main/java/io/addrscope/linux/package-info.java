// SPDX-License-Identifier: Apache-2.0
/**
 * The one seam to the operating system: system calls, memory and files of processes, and who a process is.
 *
 * <p>Native code is called here and nowhere else, behind {@link io.addrscope.linux.Syscalls}: by {@code java.lang.foreign}
 * on a JDK of 22 or later that allows this library native access, else by JNA; where neither can be had,
 * everything but {@code ioctl}, {@code openat2} and {@link io.addrscope.linux.HeldFiles} goes on in pure Java. Foreign memory and files are read only by calls
 * that return an error, never through a mapping. May use {@code io.addrscope.model}.
 */
@NullMarked
package io.addrscope.linux;

import org.jspecify.annotations.NullMarked;
