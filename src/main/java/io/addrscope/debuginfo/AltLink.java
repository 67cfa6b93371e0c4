// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.model.BuildId;
import io.addrscope.model.MappingName;

/**
 * What {@code .gnu_debugaltlink} says: where the file lies that holds what several debug files share, as dwz makes it.
 *
 * @param path path of the file: absolute, or from the directory of the debug file with all links resolved
 * @param buildId build ID of the file
 */
public record AltLink(MappingName path, BuildId buildId) {}
