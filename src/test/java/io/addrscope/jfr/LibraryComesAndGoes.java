// SPDX-License-Identifier: Apache-2.0
package io.addrscope.jfr;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.addrscope.AddressSpace;
import io.addrscope.testing.MapsLine;

/**
 * A program that loads a library, asks about an address in its code, unloads it, and asks again.
 *
 * <p>Arguments: the library, and a function of it. Prints what the kernel says of the code, {@code NAME=NUMBER} a line, and
 * the time in milliseconds before and after the library goes.
 */
public final class LibraryComesAndGoes {

    private LibraryComesAndGoes() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        NativeLibrary library = NativeLibrary.getInstance(arguments[0]);
        long function = Pointer.nativeValue(library.getFunction(arguments[1]));
        MapsLine code = MapsLine.of("self").stream()
                .filter(line -> Long.compareUnsigned(function - line.start(), line.end() - line.start()) < 0)
                .findFirst()
                .orElseThrow();
        AddressSpace space = AddressSpace.self();
        System.out.println("located=" + space.locate(function).isMapped());
        System.out.println("before=" + System.currentTimeMillis());
        library.close();
        System.out.println("after=" + System.currentTimeMillis());
        System.out.println("located again=" + space.locate(function).isMapped());
        System.out.println("start=" + code.start());
        System.out.println("end=" + code.end());
        System.out.println("offset=" + code.offset());
        System.out.println("unloaded=" + space.unloaded().size());
    }
}
