// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.apps;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;

/**
 * Waits for the agent to have had its time, says {@code ready}, and then for each {@code flag} what the JVM itself says of its
 * flag {@code OnError}, until it is told to {@code crash}.
 */
public final class CrashApp {

    private CrashApp() {}

    public static void main(String[] arguments) throws IOException, ReflectiveOperationException, InterruptedException {
        AgentWatch.awaitStart();
        System.out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("crash")) {
                readAddressZero();
            }
            System.out.println("OnError: " + onError().replace("\n", "\\n"));
        }
    }

    private static String onError() {
        return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("OnError")
                .getValue();
    }

    private static void readAddressZero() throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field field = type.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        System.out.println(type.getMethod("getByte", long.class).invoke(field.get(null), 0L));
    }
}
