// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/** Makes a JDK differ from what it is, for {@code --patch-module}. */
public final class JdkPatch {

    private JdkPatch() {}

    /** Returns a directory that patches a class of {@code java.base}: without the methods of one name. */
    public static Path without(Jdk jdk, String className, String method) throws IOException {
        String file = className.replace('.', '/') + ".class";
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(read(jdk, file)).accept(new Without(writer, method), 0);
        Path patch = ChildJvm.workDirectory();
        Files.createDirectories(patch.resolve(file).getParent());
        Files.write(patch.resolve(file), writer.toByteArray());
        return patch;
    }

    private static byte[] read(Jdk jdk, String file) throws IOException {
        Map<String, String> home = Map.of("java.home", jdk.home().toString());
        try (FileSystem image = FileSystems.newFileSystem(URI.create("jrt:/"), home)) {
            return Files.readAllBytes(image.getPath("modules/java.base", file));
        }
    }

    private static final class Without extends ClassVisitor {

        private final String method;

        Without(ClassVisitor next, String method) {
            super(OpenedClassReader.ASM_API, next);
            this.method = method;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access, String name, String descriptor, @Nullable String signature, String @Nullable [] thrown) {
            return name.equals(method) ? null : super.visitMethod(access, name, descriptor, signature, thrown);
        }
    }
}
