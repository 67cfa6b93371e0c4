// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.hooks;

import java.io.IOException;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.SimpleRemapper;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Gives {@link AddrScope} the name that it has at run time. No compiler accepts a class of ours in {@code java.lang}, and
 * none knows it; so both the class and the advice that calls it are compiled under a name of ours.
 */
final class JavaLangName {

    /** Of the class that {@link AddrScope} is the template of. */
    static final String NAME = "java.lang.AddrScope";

    private JavaLangName() {}

    /**
     * Returns the class file of one of our classes, with every mention of the template replaced.
     *
     * @throws IOException if the class file cannot be read
     */
    static byte[] applied(Class<?> type) throws IOException {
        ClassWriter writer = new ClassWriter(0);
        SimpleRemapper names = new SimpleRemapper(
                OpenedClassReader.ASM_API, Type.getInternalName(AddrScope.class), NAME.replace('.', '/'));
        new ClassReader(ClassFileLocator.ForClassLoader.read(type)).accept(new ClassRemapper(writer, names), 0);
        return writer.toByteArray();
    }
}
