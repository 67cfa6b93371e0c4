// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Things to compress; the same ones in every run. */
enum Contents {
    /** What cannot be compressed. */
    RANDOM {
        @Override
        byte[] make(int size) {
            byte[] content = new byte[size];
            new Random(size).nextBytes(content);
            return content;
        }
    },
    /** One byte, again and again. */
    CONSTANT {
        @Override
        byte[] make(int size) {
            byte[] content = new byte[size];
            Arrays.fill(content, (byte) 'x');
            return content;
        }
    },
    /** Short periods, one after the other, so that matches overlap themselves. */
    PERIODIC {
        @Override
        byte[] make(int size) {
            byte[] content = new byte[size];
            Random random = new Random(size);
            int period = 1;
            int left = 0;
            for (int i = 0; i < size; i++, left--) {
                if (left == 0) {
                    period = 1 + random.nextInt(20);
                    left = period + random.nextInt(200);
                }
                content[i] = left > 0 && i >= period && random.nextInt(150) > 0
                        ? content[i - period]
                        : (byte) random.nextInt();
            }
            return content;
        }
    },
    /** Numbered lines of few words. */
    TEXT {
        @Override
        byte[] make(int size) {
            StringBuilder text = new StringBuilder(size + 100);
            Random random = new Random(size);
            for (int line = 0; text.length() < size; line++) {
                text.append(line);
                for (int word = random.nextInt(12); word >= 0; word--) {
                    text.append(' ').append(Integer.toString((int) (random.nextGaussian() * 3000), 36));
                }
                text.append('\n');
            }
            return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), size);
        }
    },
    /** Letters of very different frequency and no matches: literals alone. */
    SKEWED {
        @Override
        byte[] make(int size) {
            byte[] content = new byte[size];
            Random random = new Random(size);
            for (int i = 0; i < size; i++) {
                content[i] = (byte) Math.min(255, Math.abs(random.nextGaussian() * 20));
            }
            return content;
        }
    },
    /** Libraries of the JDK, one behind the other. */
    ELF {
        @Override
        byte[] make(int size) {
            byte[] content = new byte[size];
            Path jvm = Path.of(System.getProperty("java.home"), "lib", "server", "libjvm.so");
            try (var in = Files.newInputStream(jvm)) {
                in.skipNBytes(Math.max(0, Math.min(Files.size(jvm) / 2, Files.size(jvm) - size)));
                in.readNBytes(content, 0, size);
                return content;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    },
    /** All of those above, in pieces, some of them again and again: blocks of all kinds, matches from near and far. */
    MIXED {
        @Override
        byte[] make(int size) {
            Contents[] others = {RANDOM, CONSTANT, PERIODIC, TEXT, SKEWED, ELF};
            byte[] content = new byte[size];
            Random random = new Random(size);
            int at = 0;
            while (at < size) {
                int count = Math.min(size - at, 1 + random.nextInt(1 << random.nextInt(1, 18)));
                if (at > 0 && random.nextBoolean()) {
                    int from = random.nextInt(at);
                    for (int i = 0; i < count; i++) {
                        content[at + i] = content[from + i];
                    }
                } else {
                    Contents one = others[random.nextInt(others.length)];
                    System.arraycopy(one.make(count), 0, content, at, count);
                }
                at += count;
            }
            return content;
        }
    };

    /** Returns {@code size} bytes. */
    abstract byte[] make(int size);
}
