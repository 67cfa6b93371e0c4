// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.AddressSpace;
import io.addrscope.Settings;
import io.addrscope.model.Location;
import java.util.List;

/** The addresses of a process. */
final class LocatedProcess implements Locating, AutoCloseable {

    private final AddressSpace space;

    private LocatedProcess(AddressSpace space) {
        this.space = space;
    }

    /** @throws io.addrscope.model.ProcessException if the process cannot be read */
    static LocatedProcess open(long pid, Settings settings) {
        return new LocatedProcess(AddressSpace.of(pid, settings));
    }

    @Override
    public List<Location> locateAll(long... addresses) {
        return space.locateAll(addresses);
    }

    @Override
    public void close() {
        space.close();
    }
}
