// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import io.addrscope.model.ProcessException;
import io.addrscope.model.Source;

/** A program that asks about processes by every source and prints one line for each. Arguments: their pids. */
public final class Outsider {

    private Outsider() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        for (String pid : arguments) {
            for (Source source : Source.values()) {
                try (AddressSpace space = AddressSpace.of(Long.parseLong(pid), source)) {
                    boolean mapped =
                            space.locate(space.maps().mapping(0).start()).isMapped();
                    System.out.println(pid + " " + source + " mapped=" + mapped);
                } catch (ProcessException e) {
                    System.out.println(pid + " " + source + " " + e.getClass().getSimpleName() + ": " + e.getMessage());
                }
            }
        }
    }
}
