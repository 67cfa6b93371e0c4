// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import io.addrscope.model.MappingName;
import io.addrscope.model.Reason;
import java.io.IOException;

/** Thrown when the file behind a mapping cannot be had; carries the reason that an answer gives. */
public final class FileUnavailableException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Reason reason;

    /** The file cannot be had for the reason of {@code code} that {@code detail} tells. */
    public FileUnavailableException(Reason.Code code, String detail) {
        super(detail);
        this.reason = new Reason(code, detail);
    }

    /** What lies at {@code path} is a device, a pipe or another thing that is not to be opened. */
    public static FileUnavailableException notRegular(MappingName path) {
        return new FileUnavailableException(
                Reason.Code.NOT_REGULAR_FILE, path.printable() + " is not a regular file and is not opened");
    }

    /** Returns why the file cannot be had. */
    public Reason reason() {
        return reason;
    }
}
