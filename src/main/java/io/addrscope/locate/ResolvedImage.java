// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.model.Mapping;
import io.addrscope.model.Reason;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the image behind a mapping says of one address in it.
 *
 * @param mapping the mapping, with its build ID and the truth about the deletion of its file as far as they are known
 * @param isElf whether the image is ELF
 * @param elfAddress the address in the image's own terms
 * @param reasons why something is missing
 */
record ResolvedImage(Mapping mapping, boolean isElf, OptionalLong elfAddress, List<Reason> reasons) {}
