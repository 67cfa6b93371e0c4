// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HookStatesTest {

    private final HookStates states;

    HookStatesTest() throws ReflectiveOperationException {
        states = new HookStates(new Epoch(AddrScope.class));
    }

    @AfterEach
    void forget() {
        AddrScope.feeds = false;
    }

    @Test
    void hooksFeedTheEpochFromBeginToEnd() {
        states.written(Hook.FILE_MAP);
        assertThat(AddrScope.feeds).isFalse();
        states.begin();
        assertThat(AddrScope.feeds).isTrue();
        assertThat(states.report().installed()).containsExactly("file map");
        states.end();
        assertThat(AddrScope.feeds).isFalse();
    }

    @Test
    void aHookThatIsLostLaterEndsIt() {
        states.written(Hook.FILE_MAP);
        states.written(Hook.FILE_UNMAP);
        states.begin();
        assertThat(states.lost(Hook.FILE_UNMAP, "why")).isTrue();
        assertThat(AddrScope.feeds).isFalse();
        // Somebody tries again: whether that went through, nobody says.
        states.written(Hook.FILE_UNMAP);
        assertThat(states.lost(Hook.FILE_UNMAP, "again")).isFalse();
        HookReport report = states.report();
        assertThat(report.feeds()).isFalse();
        assertThat(report.installed()).containsExactly("file map");
        assertThat(report.missing()).containsExactly("file unmap: why");
    }

    @Test
    void nothingWrittenFeedsNothing() {
        states.begin();
        assertThat(AddrScope.feeds).isFalse();
    }
}
