// SPDX-License-Identifier: Apache-2.0
package io.addrscope.examples;

import io.addrscope.AddressSpace;
import io.addrscope.model.Address;
import io.addrscope.render.LocationText;
import io.addrscope.render.Page;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Asks what one address of every kind is: of the library, which is on this program's class path, and of the agent's MBean,
 * for which nothing has to be there.
 *
 * <p>You can see: a function by its place in its file; that the kernel knows no name for most of a JVM's memory; what lies
 * around an address that nothing is mapped at; and a reason for all that is missing.
 */
public final class EveryKindOfAddress {

    private static final String BEAN = "io.addrscope:type=AddressSpace";
    private static final int COLUMNS = 100;
    private static final long PATIENCE_MILLIS = 10_000;

    private EveryKindOfAddress() {}

    /** Prints an answer for each address; ends with status 1 if the agent's MBean does not come. */
    public static void main(String[] arguments) throws IOException, JMException, InterruptedException {
        Path file = Files.createTempFile("addrscope-example", ".data");
        try {
            Specimens specimens = new Specimens(file);
            AddressSpace space = AddressSpace.self();
            LocationText text = new LocationText(new Page(COLUMNS, false));
            StringBuilder out = new StringBuilder();
            for (Map.Entry<String, Long> specimen : specimens.addresses().entrySet()) {
                out.append("== ").append(specimen.getKey()).append('\n');
                text.append(out, space.locate(specimen.getValue()));
                out.append('\n');
            }
            System.out.print(out);
            askTheAgent(specimens.addresses().values().iterator().next());
        } finally {
            Files.delete(file);
        }
    }

    /** The MBean is registered on the agent's own thread, some time after this program has started. */
    private static void askTheAgent(long address) throws JMException, InterruptedException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName(BEAN);
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (!server.isRegistered(name)) {
            if (System.nanoTime() - deadline > 0) {
                System.err.println("no MBean " + BEAN + ": is the agent in this JVM, with jmx=on?");
                System.exit(1);
            }
            Thread.sleep(20);
        }
        System.out.println("== the first one again, asked of the agent by JMX");
        System.out.println(server.invoke(
                name, "locate", new Object[] {Address.format(address)}, new String[] {String.class.getName()}));
    }
}
