// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.model.Location;
import io.addrscope.model.Reason;
import java.util.ArrayList;
import java.util.List;

/** Why something of a location is missing, as far as it concerns the image and not the name of the address. */
final class Codes {

    private Codes() {}

    /** The reasons' codes, without those that say why no symbol is told: most addresses of a fixture have none. */
    static List<Reason.Code> besidesTheName(Location location) {
        List<Reason.Code> codes = new ArrayList<>();
        for (Reason reason : location.reasons()) {
            if (reason.code() != Reason.Code.NO_SYMBOL && reason.code() != Reason.Code.STRIPPED) {
                codes.add(reason.code());
            }
        }
        return codes;
    }
}
