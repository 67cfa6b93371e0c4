// SPDX-License-Identifier: Apache-2.0
package io.addrscope.maps;

import io.addrscope.model.Mapping;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Any bytes are a maps file: every mapping of it can be looked at and found again, or it is refused as documented. */
public final class MapsTextFuzz {
    private MapsTextFuzz() {}

    /** Reads them. */
    public static void fuzzerTestOneInput(byte[] data) {
        MapsSnapshot maps;
        try {
            maps = MapsText.read(new ByteArrayInputStream(data));
        } catch (MapsFormatException documented) {
            return;
        } catch (IOException e) {
            throw new AssertionError("an array has no other errors", e);
        }
        for (int i = 0; i < maps.size(); i++) {
            Mapping mapping = maps.mapping(i);
            if (maps.indexOf(mapping.start()) != i) {
                throw new AssertionError(mapping + " is not found where it starts");
            }
        }
    }
}
