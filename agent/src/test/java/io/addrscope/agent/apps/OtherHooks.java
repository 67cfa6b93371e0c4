// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.apps;

import java.lang.instrument.Instrumentation;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.AgentBuilder.RedefinitionStrategy;
import net.bytebuddy.agent.builder.AgentBuilder.TypeStrategy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;

/** Hooks as other agents make them, with a Byte Buddy of their own: a call sets a system property. */
final class OtherHooks {

    private OtherHooks() {}

    /** Hooks the methods of a class that AddrScope hooks. */
    static void install(Instrumentation instrumentation, String className) {
        new AgentBuilder.Default()
                .disableClassFormatChanges()
                .with(RedefinitionStrategy.RETRANSFORMATION)
                .with(TypeStrategy.Default.DECORATE)
                .ignore(ElementMatchers.none())
                .type(ElementMatchers.named(className))
                .transform((builder, type, loader, module, domain) ->
                        builder.visit(Advice.to(Call.class).on(ElementMatchers.namedOneOf("mapInternal", "open"))))
                .installOn(instrumentation);
    }

    /** What is inlined. */
    static final class Call {

        private Call() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Origin("#t.#m") String method) {
            System.setProperty(method, "called");
        }
    }
}
