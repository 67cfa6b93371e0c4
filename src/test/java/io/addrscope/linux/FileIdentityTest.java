// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.model.Device;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;

/** A file that differs in anything is another file: a stale answer would come of every component that is left out. */
class FileIdentityTest {

    private static final FileTime EARLIER = FileTime.fromMillis(1);
    private static final FileTime LATER = FileTime.fromMillis(2);

    private static FileIdentity identity() {
        return new FileIdentity(new Device(8, 1), 7, true, 100, EARLIER, EARLIER);
    }

    @Test
    void theSameStateOfAFileIsEqual() {
        assertThat(identity()).isEqualTo(identity()).hasSameHashCodeAs(identity());
    }

    @Test
    void everyComponentCounts() {
        assertThat(identity())
                .isNotEqualTo(new FileIdentity(new Device(8, 2), 7, true, 100, EARLIER, EARLIER))
                .isNotEqualTo(new FileIdentity(new Device(9, 1), 7, true, 100, EARLIER, EARLIER))
                .isNotEqualTo(new FileIdentity(new Device(8, 1), 8, true, 100, EARLIER, EARLIER))
                .isNotEqualTo(new FileIdentity(new Device(8, 1), 7, false, 100, EARLIER, EARLIER))
                .isNotEqualTo(new FileIdentity(new Device(8, 1), 7, true, 101, EARLIER, EARLIER))
                .isNotEqualTo(new FileIdentity(new Device(8, 1), 7, true, 100, LATER, EARLIER))
                .isNotEqualTo(new FileIdentity(new Device(8, 1), 7, true, 100, EARLIER, LATER));
    }
}
