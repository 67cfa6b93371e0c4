// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.debuginfo.Advice;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.model.MappingName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JDK as its file {@code release} describes it: who built it and from what.
 *
 * @param home path of the JDK
 * @param release what the file says
 */
record JdkRelease(MappingName home, OsRelease release) {

    /** How many directories above a library the file is looked for: {@code jre/lib/amd64/server} of JDK 8 has the most. */
    private static final int MAX_ABOVE = 5;

    /** Newest JDK whose versions are written {@code 8u345-b01}. */
    private static final int LAST_OF_OLD_VERSIONS = 8;

    /** Returns the JDK that a library belongs to; null if it belongs to none. */
    static @Nullable JdkRelease of(MappingName library, ProcessFiles files) {
        String path = new String(library.bytes(), StandardCharsets.ISO_8859_1);
        int slash = path.lastIndexOf('/');
        for (int i = 0; i < MAX_ABOVE && slash > 0; i++) {
            String home = path.substring(0, slash);
            OsRelease release = OsRelease.read(files, name(home + "/release"));
            if (!release.get("JAVA_VERSION").isEmpty()) {
                return new JdkRelease(name(home), release);
            }
            slash = home.lastIndexOf('/');
        }
        return null;
    }

    private static MappingName name(String path) {
        return MappingName.of(path.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Returns whether it is of a vendor whose symbols come from the vendor, however the JDK itself was installed. */
    boolean isTemurin() {
        return release.get("IMPLEMENTOR").equals("Eclipse Adoptium");
    }

    /** Says how to get the debug image of a Temurin; null if the file says too little. */
    @Nullable
    Advice temurin() {
        String url = temurinUrl();
        if (url == null) {
            return null;
        }
        String target = Quoted.forShell(home.text());
        return new Advice(
                "curl -fL " + url + " | tar xz --strip-components=2 -C " + target,
                List.of("this puts .debuginfo files beside the libraries of " + release.get("IMPLEMENTOR_VERSION")
                        + ", and touches nothing else"));
    }

    /**
     * Builds the address of an archive on GitHub, such as {@code jdk-17.0.9%2B9/OpenJDK17U-debugimage_x64_linux_hotspot_17.0.9_9},
     * where {@code 17.0.9+9} is the {@code SEMANTIC_VERSION}.
     */
    private @Nullable String temurinUrl() {
        String version = release.get("SEMANTIC_VERSION");
        int plus = version.indexOf('+');
        String arch = switch (release.get("OS_ARCH")) {
            case "x86_64", "amd64" -> "x64";
            case "aarch64", "ppc64le", "s390x", "riscv64", "arm" -> release.get("OS_ARCH");
            default -> "";
        };
        if (plus <= 0 || arch.isEmpty() || !isVersion(version)) {
            return null;
        }
        String number = version.substring(0, plus);
        String build = version.substring(plus + 1);
        int dot = number.indexOf('.');
        String feature = dot < 0 ? number : number.substring(0, dot);
        String tag;
        String inName;
        if (feature.equals(Integer.toString(LAST_OF_OLD_VERSIONS))) {
            String update = number.substring(number.lastIndexOf('.') + 1);
            String padded = build.length() < 2 ? "0" + build : build;
            tag = "jdk8u" + update + "-b" + padded;
            inName = "8u" + update + "b" + padded;
        } else {
            tag = "jdk-" + number + "%2B" + build;
            inName = number + "_" + build;
        }
        String system = release.get("LIBC").equals("musl") ? "alpine-linux" : "linux";
        return "https://github.com/adoptium/temurin" + feature + "-binaries/releases/download/" + tag + "/OpenJDK"
                + feature + "U-debugimage_" + arch + "_" + system + "_hotspot_" + inName + ".tar.gz";
    }

    /** Returns whether a text is digits, dots and a plus: what comes from a file goes into a command. */
    private static boolean isVersion(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && c != '.' && c != '+') {
                return false;
            }
        }
        return !text.isEmpty() && text.indexOf('+') == text.lastIndexOf('+');
    }
}
