// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.hooks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What became of each hook of one installation; and from {@link #begin} to {@link #end}, what {@code AddrScope.feeds}
 * says of it.
 *
 * <p>A hook that was lost once counts as lost from then on, since nothing tells whether a later try of somebody else's
 * went through. Safe for all threads.
 */
final class HookStates {

    private final Epoch epoch;
    private final Set<Hook> written = EnumSet.noneOf(Hook.class);
    private final Map<Hook, String> lost = new EnumMap<>(Hook.class);

    private boolean begun;

    HookStates(Epoch epoch) {
        this.epoch = epoch;
    }

    /** The transformer has written the hook into its class. */
    synchronized void written(Hook hook) {
        written.add(hook);
    }

    /** The hook is not in. Returns whether this is news. */
    synchronized boolean lost(Hook hook, String reason) {
        if (begun) {
            epoch.setFeeds(false);
        }
        return lost.putIfAbsent(hook, reason) == null;
    }

    synchronized boolean isWritten(Hook hook) {
        return written.contains(hook);
    }

    /** All that can be done is done. */
    synchronized void begin() {
        begun = true;
        epoch.setFeeds(report().feeds());
    }

    /** The hooks are about to be taken out. */
    synchronized void end() {
        begun = false;
        epoch.setFeeds(false);
    }

    synchronized HookReport report() {
        List<String> installed = new ArrayList<>();
        for (Hook hook : written) {
            if (!lost.containsKey(hook)) {
                installed.add(hook.toString());
            }
        }
        List<String> missing = new ArrayList<>();
        lost.forEach((hook, reason) -> missing.add(hook + ": " + reason));
        return new HookReport(!installed.isEmpty() && missing.isEmpty(), installed, missing);
    }
}
