// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** More frames than every build can wait for: contents and options by chance, and damaged ones that the program zstd judges. */
@EnabledIfSystemProperty(named = "addrscope.long", matches = "true")
class ZstdLongTest {

    private static final int WINDOW = 128 << 20;

    /** Faults that the RFC calls faults, and zstd 1.5.4 does not look for in all of its ways to decode. */
    private static final String[] LET_PASS = {
        "a bit stream that does not end with its last literal",
        "a bit stream that does not end with its last sequence",
        "a reserved bit of the modes of sequences is set",
        "in a window of 1024"
    };

    @Test
    void contentsAndOptionsByChance() throws IOException {
        List<Contents> all = List.of(Contents.values());
        Random random = new Random(11);
        for (int i = 0; i < 1500; i++) {
            Contents contents = all.get(random.nextInt(all.size()));
            byte[] content = contents.make(random.nextInt(1 << random.nextInt(2, 22)));
            String[] options = {
                "-" + (1 + random.nextInt(content.length > 1 << 18 ? 12 : 19)),
                "--zstd=wlog=" + (10 + random.nextInt(17)) + ",mml=" + (3 + random.nextInt(5)),
                random.nextBoolean() ? "--check" : "--no-check"
            };
            byte[] compressed = random.nextBoolean()
                    ? ZstdTool.compressFile(content, options)
                    : ZstdTool.compressPipe(content, options);

            try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(compressed), WINDOW)) {
                assertThat(Arrays.mismatch(in.readAllBytes(), content))
                        .as("%s of %d bytes, %s", contents, content.length, Arrays.toString(options))
                        .isEqualTo(-1);
            }
        }
    }

    /** What is understood here is what the program understands; it lets some faults pass. */
    @Test
    void damagedFramesAreJudgedAsTheProgramDoes() throws IOException {
        Random random = new Random(12);
        int understood = 0;
        for (int round = 0; round < 60; round++) {
            byte[] content = Contents.MIXED.make(1 + random.nextInt(1 << random.nextInt(6, 14)));
            byte[] intact =
                    ZstdTool.compressPipe(content, "--no-check", "-" + (1 + random.nextInt(19)), "--zstd=wlog=10");
            for (int i = 0; i < 100; i++) {
                byte[] frame = intact.clone();
                frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
                byte[] expected = ZstdTool.decompress(frame);
                try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(frame), WINDOW)) {
                    assertThat(in.readAllBytes()).isEqualTo(expected);
                    understood++;
                } catch (ZstdFormatException e) {
                    if (expected != null) {
                        assertThat(e.fault()).containsAnyOf(LET_PASS);
                    }
                }
            }
        }
        assertThat(understood).isGreaterThan(1000);
    }
}
