// SPDX-License-Identifier: Apache-2.0
/**
 * What happened in a crash: a verdict with its evidence, and what each address of the report is.
 *
 * <p>{@link io.addrscope.crash.explain.Explainer} asks {@link io.addrscope.crash.explain.Addresses} once about all addresses that
 * matter, and lets {@code Rule}s look at the {@code Scene} that results, the most particular first. A rule says nothing that the
 * report, the mappings or the files do not show; if none has anything to say, the verdict is only what the report itself says.
 * Like the parser, it runs while the JVM that crashed waits.
 *
 * <p>Start with {@link io.addrscope.crash.explain.Explainer}, which makes an {@link io.addrscope.crash.explain.Explanation}. May use
 * every package below the renderers.
 */
@NullMarked
package io.addrscope.crash.explain;

import org.jspecify.annotations.NullMarked;
