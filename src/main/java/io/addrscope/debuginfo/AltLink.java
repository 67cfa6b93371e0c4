// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.model.BuildId;
import io.addrscope.model.MappingName;

/**
 * What {@code .gnu_debugaltlink} or {@code .debug_sup} says: where the file lies that holds what several debug files share, as dwz
 * makes it.
 *
 * @param path path of the file: absolute, or from the directory of the debug file with all links resolved
 * @param id tells the file from others: its build ID, or of a supplementary file the checksum that its own {@code .debug_sup} has
 * @param supplementary whether it is a supplementary file of DWARF 5, which {@code .debug_sup} names
 */
public record AltLink(MappingName path, BuildId id, boolean supplementary) {}
