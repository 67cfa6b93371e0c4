// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.model.MappingName;

/**
 * A path at which a debug file may lie.
 *
 * @param place what makes it likely
 * @param path an absolute path, in the terms of the process's mappings
 */
record Candidate(Place place, MappingName path) {}
