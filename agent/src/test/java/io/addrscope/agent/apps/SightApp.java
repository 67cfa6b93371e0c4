// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.apps;

import java.lang.reflect.AccessibleObject;

/** Says what it can see of the agent, and whether it can reach into the JDK; with {@code -Depoch}, once it has the epoch. */
public final class SightApp {

    private SightApp() {}

    public static void main(String[] arguments) throws Exception {
        if (System.getProperty("epoch") != null) {
            Epoch.want();
        }
        AgentWatch.awaitStart();
        for (String name : arguments) {
            System.out.println(name + " " + (isVisible(name) ? "visible" : "hidden"));
        }
        Module java = Object.class.getModule();
        System.out.println("java.lang " + (java.isOpen("java.lang", SightApp.class.getModule()) ? "open" : "closed"));
        System.out.println("defineClass "
                + refusal(ClassLoader.class.getDeclaredMethod(
                        "defineClass", String.class, byte[].class, int.class, int.class)));
        System.out.println(
                "implAddEnableNativeAccess " + refusal(Module.class.getDeclaredMethod("implAddEnableNativeAccess")));
    }

    private static boolean isVisible(String name) {
        try {
            Class.forName(name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static String refusal(AccessibleObject member) {
        try {
            member.setAccessible(true);
            return "granted";
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName();
        }
    }
}
