// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control groups as the kernel shows them, written down. */
class MemoryLeftTest {

    private static final long MIB = 1L << 20;

    @TempDir
    private Path directory;

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void limit(String group, String limit, String current) throws IOException {
        write("fs" + group + "/memory.max", limit + "\n");
        write("fs" + group + "/memory.current", current + "\n");
    }

    private MemoryLeft left() {
        return MemoryLeft.of(
                directory.resolve("cgroup").toString(), directory.resolve("fs").toString());
    }

    @Test
    void withoutGroupsNothingIsLimited() {
        assertThat(left().bytes()).isEqualTo(Long.MAX_VALUE);
        assertThat(left().isLittle()).isFalse();
        assertThat(left().isTooLittle()).isFalse();
    }

    @Test
    void theTightestOfTheGroupsAroundHolds() throws IOException {
        write("cgroup", "0::/a/b/c\n");
        limit("/a/b/c", "max", "1000");
        limit("/a/b", "5000", "1000");
        limit("/a", "3000", "2000");
        limit("", "9000", "1");
        assertThat(left().bytes()).isEqualTo(1000);
    }

    @Test
    void inAContainerTheGroupIsTheRoot() throws IOException {
        write("cgroup", "0::/\n");
        limit("", "4000", "1500");
        assertThat(left().bytes()).isEqualTo(2500);
        // Named from outside, but mounted as the root.
        write("cgroup", "0::/docker/1234\n");
        assertThat(left().bytes()).isEqualTo(2500);
    }

    @Test
    void theFirstVersionHasOtherNames() throws IOException {
        write("cgroup", "5:cpu,cpuacct:/x\n4:blkio,memory:/jobs/one\n1:name=systemd:/y\n0::/z\n");
        write("fs/memory/jobs/one/memory.limit_in_bytes", "9223372036854771712\n");
        write("fs/memory/jobs/one/memory.usage_in_bytes", "4096\n");
        write("fs/memory/jobs/memory.limit_in_bytes", "8192\n");
        write("fs/memory/jobs/memory.usage_in_bytes", "5000\n");
        write(
                "fs/memory/jobs/memory.stat",
                "inactive_file 9\ntotal_cache 7000\ntotal_inactive_file 1000\ntotal_active_file 2000\n");
        assertThat(left().bytes()).isEqualTo(8192 - 5000 + 1000);
    }

    @Test
    void whatWasReadOfFilesIsNotUsedUp() throws IOException {
        write("cgroup", "0::/\n");
        limit("", "" + 512 * MIB, "" + 500 * MIB);
        assertThat(left().isTooLittle()).isTrue();
        write("fs/memory.stat", "anon " + 200 * MIB + "\nfile " + 300 * MIB + "\ninactive_file " + 290 * MIB + "\n");
        assertThat(left().bytes()).isEqualTo(302 * MIB);
        assertThat(left().isLittle()).isFalse();
    }

    @Test
    void moreThanTheLimitMayBeUsed() throws IOException {
        write("cgroup", "0::/\n");
        limit("", "1000", "2000");
        assertThat(left().bytes()).isZero();
        write("fs/memory.stat", "inactive_file 9999999\n");
        assertThat(left().bytes()).isEqualTo(1000);
    }

    @Test
    void theBoundsAreThose() throws IOException {
        write("cgroup", "0::/\n");
        limit("", "" + 256 * MIB, "0");
        assertThat(left().isLittle()).isFalse();
        limit("", "" + 256 * MIB, "1");
        assertThat(left().isLittle()).isTrue();
        assertThat(left().isTooLittle()).isFalse();
        limit("", "" + 96 * MIB, "1");
        assertThat(left().isTooLittle()).isTrue();
        assertThat(left()).hasToString("the control group has 95 MiB of memory left");
    }

    @Test
    void whatIsNoNumberLimitsNothing() throws IOException {
        write("cgroup", "nothing\n:::\n0::\n");
        limit("", "many", "1000");
        assertThat(left().bytes()).isEqualTo(Long.MAX_VALUE);
        limit("", "1000", "");
        assertThat(left().bytes()).isEqualTo(Long.MAX_VALUE);
        limit("", "99999999999999999999", "5");
        assertThat(left().bytes()).isEqualTo(Long.MAX_VALUE);
    }

    /** Whoever runs the tests may be limited, but not so much that they could run. */
    @Test
    void thisProcessHasMemory() {
        assertThat(MemoryLeft.ofThisProcess().bytes()).isPositive();
    }
}
