// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import com.sun.jna.NativeLibrary;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.ProcessException;
import io.addrscope.model.Source;

/** A program that puts a filter on itself between two questions. Arguments: the filter's library, the error number. */
public final class RefusedMidway {

    private RefusedMidway() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        AddressSpace auto = AddressSpace.self();
        AddressSpace ioctl = AddressSpace.self(Source.IOCTL);
        Cursor cursor = ioctl.cursor();
        SelfCheck.check(auto, ObtainedBy.IOCTL);
        SelfCheck.check(ioctl, ObtainedBy.IOCTL);
        System.out.println("before=" + auto.statistics().explanation());
        int result;
        // Closed at once: JNA would unmap it at some garbage collection, in the middle of the check.
        try (NativeLibrary filter = NativeLibrary.getInstance(arguments[0])) {
            result = filter.getFunction("refuse_procmap_query").invokeInt(new Object[] {Integer.valueOf(arguments[1])});
        }
        if (result != 0) {
            throw new AssertionError("the filter cannot be installed");
        }
        SelfCheck.check(auto, ObtainedBy.TEXT);
        System.out.println("after=" + auto.statistics().explanation());
        try {
            cursor.seek(auto.maps().mapping(0).start());
            throw new AssertionError("answered");
        } catch (ProcessException e) {
            System.out.println(e.getMessage());
        }
        try {
            ioctl.locate(0);
            throw new AssertionError("answered");
        } catch (ProcessException e) {
            System.out.println(e.getMessage());
        }
    }
}
