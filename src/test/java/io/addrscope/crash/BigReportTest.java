// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.testing.ChildJvm;
import io.addrscope.testing.Jdk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Reports far larger than the heap that they are read in. */
class BigReportTest {

    private static final int HUNDRED_MEGABYTES = 190_000;
    private static final int GIGABYTE = 1_850_000;

    private static String read(int lines, String heap) {
        return ChildJvm.of(Jdk.current())
                .withoutJna()
                .options("-Xmx" + heap)
                .run(BigReport.class, Integer.toString(lines));
    }

    /** Of 100 MB, the mappings are all kept, and the lists up to their limits, in a heap of 96 MiB. */
    @Test
    void hundredMegabytesAreReadInASmallHeap() {
        String output = read(HUNDRED_MEGABYTES, "96m");
        assertThat(size(output)).isGreaterThan(100_000_000);
        assertThat(output).contains("mappings 190000 cut true", "ending END_MARK", "frames " + Limits.FRAMES);
        assertThat(output).contains("cut threads ", "cut regions of the heap ", "cut frames " + Limits.FRAMES);
    }

    /** Of 1 GB, a million mappings, within what the limits allow for. */
    @Test
    @EnabledIfSystemProperty(named = "addrscope.long", matches = "true")
    void aGigabyteIsReadInABoundedHeap() {
        String output = read(GIGABYTE, "300m");
        assertThat(size(output)).isGreaterThan(1_000_000_000);
        assertThat(output).contains("ending END_MARK", "cut threads ", "cut bytes of names of mappings ");
    }

    private static long size(String output) {
        return Long.parseLong(output.substring("bytes ".length(), output.indexOf('\n')));
    }
}
