// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crashlab;

import io.addrscope.agent.testing.ChildJvm;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM left that died.
 *
 * @param directory where it ran
 * @param pid which it was
 * @param result its exit status and what it wrote
 * @param report the text of its report; empty if there is none
 * @param reportFile where the report is; null if it has no file of its own
 * @param library the library in which it died; null if none was loaded
 * @param hadWindow whether it waited for us before its end
 * @param maps its mappings in that window
 * @param truth what others said about it in that window
 * @param outputs what the commands said that ran in that window
 */
public record CrashScene(
        Path directory,
        long pid,
        ChildJvm.Result result,
        String report,
        @Nullable Path reportFile,
        Build.@Nullable Library library,
        boolean hadWindow,
        Maps maps,
        Truth truth,
        Map<String, CommandOutput> outputs) {}
