// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.hooks;

import java.util.List;

/**
 * Which hooks are in, at one moment.
 *
 * @param feeds whether they all are: what {@code java.lang.AddrScope.feeds} says
 * @param installed the events that move the epoch
 * @param missing the events that do not, although they should, each with the reason: {@code EVENT: REASON}
 */
public record HookReport(boolean feeds, List<String> installed, List<String> missing) {

    public HookReport {
        installed = List.copyOf(installed);
        missing = List.copyOf(missing);
    }
}
