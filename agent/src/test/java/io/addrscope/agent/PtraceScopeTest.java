// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PtraceScopeTest {

    @TempDir
    private Path directory;

    /** 0: the same user may read; 1: whom the process names, too; 2: administrators only; 3: nobody. */
    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "2, false", "3, false", "'', false"})
    void onlyWhereNamingHelps(String scope, boolean isAsked) throws IOException {
        Path file = Files.writeString(directory.resolve("ptrace_scope"), scope + "\n");
        assertThat(PtraceScope.asksForLeave(file.toString())).isEqualTo(isAsked);
    }

    @Test
    void notWithoutYama() {
        assertThat(PtraceScope.asksForLeave(directory.resolve("none").toString()))
                .isFalse();
    }
}
