// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.IOException;
import java.io.OutputStream;

/** A JVM of so many mappings that others ask about: prints an address of libc and lives until its input ends. */
final class Subject {

    private Subject() {}

    public static void main(String[] args) throws IOException {
        Mappings.reach(Integer.parseInt(args[0]));
        System.out.println("0x" + Long.toHexString(Mappings.libcAddress()));
        System.in.transferTo(OutputStream.nullOutputStream());
    }
}
