// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.addrscope.linux.ByteSource;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadAheadTest {

    private static final int BLOCK = 128 << 10;

    private static final int SIZE = 100 * BLOCK + 17;

    @Test
    void readsWhatIsThere() throws IOException {
        Numbers source = new Numbers(SIZE);
        Section section = section(source);
        Random random = new Random(1);
        section.beginPass();
        for (long at = 0; at < SIZE - 8; at += random.nextInt(300_000)) {
            assertThat(section.window(at, 8).u64()).isEqualTo(Numbers.at(at));
        }
        // Back to the front, which ends the pass.
        assertThat(section.window(5, 8).u64()).isEqualTo(Numbers.at(5));
        assertThat(section.read(BLOCK - 4, 8).u64()).isEqualTo(Numbers.at(BLOCK - 4));
        section.endPass();
        awaitNoThread();
    }

    @Test
    void endsWhenThePassEnds() throws IOException {
        Section section = section(new Numbers(SIZE));
        section.beginPass();
        assertThat(section.window(0, 8).u64()).isEqualTo(Numbers.at(0));
        section.endPass();
        awaitNoThread();
        assertThat(section.window(SIZE - 8, 8).u64()).isEqualTo(Numbers.at(SIZE - 8));
        awaitNoThread();
    }

    @Test
    void aFailureIsToldWhereItWasMet() throws IOException {
        Numbers source = new Numbers(SIZE);
        source.failsAt = 50 * BLOCK;
        Section section = section(source);
        section.beginPass();
        assertThat(section.window(49 * BLOCK, 8).u64()).isEqualTo(Numbers.at(49 * BLOCK));
        assertThatThrownBy(() -> section.window(50 * BLOCK, 8))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broken");
        assertThatThrownBy(() -> section.window(60 * BLOCK, 8)).isInstanceOf(IOException.class);
        source.failsAt = Integer.MAX_VALUE;
        section.endPass();
        assertThat(section.window(60 * BLOCK, 8).u64()).isEqualTo(Numbers.at(60 * BLOCK));
    }

    @Test
    void anInterruptIsKeptForWhoeverCares() throws IOException {
        Section section = section(new Numbers(SIZE));
        Thread.currentThread().interrupt();
        section.beginPass();
        assertThat(section.window(70 * BLOCK, 8).u64()).isEqualTo(Numbers.at(70 * BLOCK));
        section.endPass();
        assertThat(Thread.interrupted()).isTrue();
    }

    private static Section section(ByteSource source) throws IOException {
        return new Section(source, true, false, new Budget(0), false);
    }

    /** It has said that it reads no more; what is left of it is the way out. */
    private static void awaitNoThread() {
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("addrscope-read-ahead"))) {
            Thread.onSpinWait();
        }
    }

    /** Each byte tells where it is, well enough. */
    private static final class Numbers implements ByteSource {

        private final int size;
        private volatile int failsAt = Integer.MAX_VALUE;

        Numbers(int size) {
            this.size = size;
        }

        private static int byteAt(long position) {
            return (int) ((position * 0x9e3779b97f4a7c15L) >>> 56);
        }

        static long at(long position) {
            long number = 0;
            for (int i = 7; i >= 0; i--) {
                number = (number << 8) | byteAt(position + i);
            }
            return number;
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) throws IOException {
            if (position + length > failsAt) {
                throw new IOException("broken");
            }
            int count = (int) Math.min(length, size - position);
            for (int i = 0; i < count; i++) {
                target[offset + i] = (byte) byteAt(position + i);
            }
            return count;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public String name() {
            return "numbers";
        }

        @Override
        public void close() {}
    }
}
