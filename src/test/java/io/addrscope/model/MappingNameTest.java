// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.model.MappingName.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingNameTest {

    @ParameterizedTest
    @CsvSource({
        "'', NONE",
        "/usr/lib/libc.so.6, PATH",
        "/usr/lib/libc.so.6 (deleted), PATH",
        "/dev/zero, PATH",
        "/dev/zero (deleted), SHARED_ANONYMOUS",
        "/dev/zero (deleted) (deleted), PATH",
        "/anon_hugepage (deleted), SHARED_ANONYMOUS",
        "/memfd:java_heap (deleted), MEMFD",
        "/memfd: (deleted), MEMFD",
        "/memfd:mine, PATH",
        "/SYSV00000000 (deleted), SYSV",
        "/SYSV.txt, PATH",
        "/dmabuf:, KERNEL_OBJECT",
        "/[aio] (deleted), KERNEL_OBJECT",
        "anon_inode:[perf_event], KERNEL_OBJECT",
        "socket:[123], KERNEL_OBJECT",
        "[heap], SPECIAL",
        "[stack], SPECIAL",
        "[vdso], SPECIAL",
        "[anon:glibc: malloc], NAMED_ANONYMOUS",
        "[anon_shmem:x], NAMED_ANONYMOUS",
        "[anonymous], SPECIAL",
    })
    void tellsWhatANameStandsFor(String name, Kind kind) {
        assertThat(MappingName.of(name).kind()).isEqualTo(kind);
    }

    @Test
    void theMarkOfUnlinkedFilesIsTakenOffOnce() {
        MappingName twice = MappingName.of("/x (deleted) (deleted)");
        assertThat(twice.hasDeletedMark()).isTrue();
        assertThat(twice.withoutDeletedMark().text()).isEqualTo("/x (deleted)");
        assertThat(MappingName.of("/x").withoutDeletedMark().text()).isEqualTo("/x");
        assertThat(MappingName.of(" (deleted)").hasDeletedMark())
                .as("nothing is left of it")
                .isFalse();
        assertThat(MappingName.of("/x (deleted) ").hasDeletedMark()).isFalse();
    }

    @Test
    void keepsBytesThatAreNotUtf8() {
        byte[] latin1 = {'/', (byte) 0xe9, (byte) 0xff};
        MappingName name = MappingName.of(latin1);
        assertThat(name.bytes()).isEqualTo(latin1);
        assertThat(name.isUtf8()).isFalse();
        assertThat(name.text()).isEqualTo("/\ufffd\ufffd");
        assertThat(MappingName.of("/é").isUtf8()).isTrue();
        latin1[0] = 'x';
        assertThat(name.bytes()[0]).isEqualTo((byte) '/');
    }

    @Test
    void printableNamesCannotSteerATerminal() {
        assertThat(MappingName.of("/a\nb\u001b[2Jc\u202ed\u0085e\u007f").printable())
                .isEqualTo("/a\\nb\\x1b[2Jc\\u202ed\\u0085e\\x7f");
        assertThat(MappingName.of("/plain é name").printable()).isEqualTo("/plain é name");
    }
}
