// SPDX-License-Identifier: Apache-2.0
/**
 * The pipeline from an address to a {@link io.addrscope.model.Location}: which mapping, which file, where in the ELF
 * image, and for what is missing the reason.
 *
 * <p>The entry class is {@link io.addrscope.locate.Locator}. May use every package below the façade but the renderers.
 */
@NullMarked
package io.addrscope.locate;

import org.jspecify.annotations.NullMarked;
