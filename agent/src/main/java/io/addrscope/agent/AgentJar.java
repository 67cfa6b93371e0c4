// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** The jar that these classes came from. */
final class AgentJar {

    private AgentJar() {}

    /** The version that the jar's manifest names. */
    static String version() {
        String version = AgentJar.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    /**
     * Opens the jar, without checking signatures: that would be slow, and the JVM did not check them for these classes
     * either. The caller owns it.
     *
     * @throws IOException if the classes came from no file, or it cannot be read
     */
    static JarFile open() throws IOException {
        CodeSource source = AgentJar.class.getProtectionDomain().getCodeSource();
        URL url = source == null ? null : source.getLocation();
        if (url == null) {
            throw new IOException("nothing says where the agent's jar is");
        }
        try {
            return new JarFile(new File(url.toURI()), false);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IOException("the agent's jar is no file: " + url, e);
        }
    }

    /** Returns the content of a file in the jar, or null if there is none of that name. */
    static byte @Nullable [] read(JarFile jar, String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        if (entry == null) {
            return null;
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }
}
