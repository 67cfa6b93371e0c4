// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import io.addrscope.model.ProcessException;
import io.addrscope.model.ProcessGoneException;
import io.addrscope.model.Source;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A program that uses up its file descriptors and then asks about another process. Argument: its pid. */
public final class FewDescriptors {

    private FewDescriptors() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        long pid = Long.parseLong(arguments[0]);
        AddressSpace text = AddressSpace.of(pid, Source.TEXT);
        AddressSpace ioctl = AddressSpace.of(pid, Source.IOCTL);
        AddressSpace self = AddressSpace.self(Source.TEXT);
        long own = self.maps().mapping(0).start();
        long address = text.maps().mapping(0).start();
        Cursor cursor = ioctl.cursor();
        cursor.seek(address);
        self.locate(own);
        // Loads the classes of what is about to be thrown while files can still be opened.
        refusal(() -> AddressSpace.of(-1));
        List<FileInputStream> all = useUp();
        String opening = refusal(() -> AddressSpace.of(pid));
        String asking = refusal(() -> self.locate(own));
        boolean held = text.maps().indexOf(address) >= 0 && cursor.seek(address) == Cursor.MAPPED;
        for (FileInputStream one : all) {
            one.close();
        }
        System.out.println("opening: " + opening);
        System.out.println("asking: " + asking);
        System.out.println("held=" + held);
        System.out.println("later="
                + (self.locate(own).isMapped() && AddressSpace.of(pid).maps().size() > 0));
    }

    private static List<FileInputStream> useUp() {
        List<FileInputStream> all = new ArrayList<>();
        try {
            while (true) {
                all.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException e) {
            return all;
        }
    }

    private static String refusal(Runnable question) {
        try {
            question.run();
            return "answered";
        } catch (ProcessGoneException e) {
            return "gone: " + e.getMessage();
        } catch (ProcessException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }
}
