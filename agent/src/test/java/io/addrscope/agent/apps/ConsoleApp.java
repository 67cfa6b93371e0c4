// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.apps;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import javax.management.JMException;
import javax.management.RuntimeMBeanException;

/** Runs until told to stop: each line of standard input is a question, each line of standard output an answer. */
public final class ConsoleApp {

    private ConsoleApp() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null && !line.equals("stop"); line = in.readLine()) {
            int blank = line.indexOf(' ');
            String question = blank < 0 ? line : line.substring(0, blank);
            System.out.println(tryAnswer(question, line.substring(blank + 1)));
        }
    }

    private static Object tryAnswer(String question, String argument) {
        try {
            return answer(question, argument);
        } catch (RuntimeMBeanException e) {
            return e.getTargetException();
        } catch (JMException | RuntimeException e) {
            return e;
        }
    }

    private static Object answer(String question, String argument) throws JMException {
        return switch (question) {
            case "registered" -> AgentBean.isRegistered();
            case "locate" -> AgentBean.locate(argument);
            case "locateAll" -> String.join(" ", AgentBean.locateAll(argument.split(" ", -1)));
            case "maps" -> AgentBean.maps().length;
            case "attribute" -> AgentBean.attribute(argument);
            default -> "what?";
        };
    }
}
