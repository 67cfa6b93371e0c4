// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.apps;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The agent's MBean, as an application or a console sees it: by its name alone. */
final class AgentBean {

    private AgentBean() {}

    /** What the agent says of an address in the JVM's own program: how it got it, and the file's name. */
    static String locateMain() throws Exception {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            String range =
                    maps.filter(line -> line.endsWith("/bin/java")).findFirst().orElseThrow();
            String answer = locate("0x" + range.substring(0, range.indexOf('-')));
            return answer.contains("/bin/java") ? "found" : answer;
        }
    }

    static String locate(String token) throws JMException {
        return (String) server().invoke(name(), "locate", new Object[] {token}, new String[] {String.class.getName()});
    }

    static String[] locateAll(String... tokens) throws JMException {
        return (String[])
                server().invoke(name(), "locateAll", new Object[] {tokens}, new String[] {String[].class.getName()});
    }

    static String[] maps() throws JMException {
        return (String[]) server().invoke(name(), "maps", new Object[0], new String[0]);
    }

    static Object attribute(String attribute) throws JMException {
        Object value = server().getAttribute(name(), attribute);
        return value instanceof Object[] values ? List.of(values) : value;
    }

    /** Asking is enough to make the platform's server, which the agent waits for. */
    static void awaitRegistered() throws JMException, InterruptedException {
        while (!isRegistered()) {
            Thread.sleep(1);
        }
    }

    static boolean isRegistered() throws JMException {
        try {
            server().getObjectInstance(name());
            return true;
        } catch (InstanceNotFoundException e) {
            return false;
        }
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    private static ObjectName name() throws JMException {
        return new ObjectName("io.addrscope:type=AddressSpace");
    }
}
