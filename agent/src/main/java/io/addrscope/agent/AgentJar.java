// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;

/** The jar that these classes came from. */
final class AgentJar {

    private AgentJar() {}

    /** The version that the jar's manifest names. */
    static String version() {
        String version = AgentJar.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    /**
     * Returns the path of the jar. It is read without checking signatures: that would be slow, and the JVM did not check them
     * for these classes either.
     *
     * @throws IOException if the classes came from no file
     */
    static String path() throws IOException {
        CodeSource source = AgentJar.class.getProtectionDomain().getCodeSource();
        URL url = source == null ? null : source.getLocation();
        if (url == null) {
            throw new IOException("nothing says where the agent's jar is");
        }
        try {
            return new File(url.toURI()).getPath();
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IOException("the agent's jar is no file: " + url, e);
        }
    }
}
