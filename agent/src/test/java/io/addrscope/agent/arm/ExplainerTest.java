// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainerTest {

    private static final String PATH = "/usr/local/bin:/usr/bin:/bin";

    @TempDir
    private Path directory;

    private String jar = "";

    @BeforeEach
    void makeHome() throws IOException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Path java = Files.createFile(bin.resolve("java"));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        jar = Files.createFile(directory.resolve("a.jar")).toString();
    }

    private Explainer explainer() throws IOException {
        return new Explainer(directory.toString(), jar);
    }

    private static String text(Explainer explainer, Charset charset) throws IOException {
        return new String(explainer.command(PATH, charset), charset);
    }

    @Test
    void optionsFollowTheProcess() throws IOException {
        Explainer explainer = explainer();
        assertThat(text(explainer, StandardCharsets.UTF_8))
                .startsWith(
                        "exec env -u JAVA_TOOL_OPTIONS -u JDK_JAVA_OPTIONS -u _JAVA_OPTIONS -u LD_PRELOAD timeout -s KILL"
                                + " 20 '" + directory + "/bin/java' -XX:")
                .endsWith(explainer.signature());
        explainer.writeTo("");
        explainer.lookIn(" ; ;");
        assertThat(text(explainer, StandardCharsets.UTF_8)).endsWith(" -jar '" + jar + "' crash -p %p");
        explainer.writeTo("/50% o'clock");
        explainer.lookIn(" /a ;/b%p");
        assertThat(text(explainer, StandardCharsets.UTF_8))
                .endsWith(" crash -p %p --dir '/50%% o'\\''clock' --debug-dirs '/a'\"$(printf '\\073')\"'/b%%p'");
    }

    @Test
    void whatEndsACommandIsRefused() throws IOException {
        for (String odd : new String[] {"/a;b", "/a\nb", "/a\0b"}) {
            assertThatThrownBy(() -> explainer().writeTo(odd))
                    .isInstanceOf(IOException.class)
                    .hasMessage("a path has a character that ends a command: " + odd);
        }
        assertThatThrownBy(() -> explainer().lookIn("/c;/a\nb"))
                .isInstanceOf(IOException.class)
                .hasMessage("a path has a character that ends a command: /a\nb");
        Path odd = Files.createFile(directory.resolve("a;b"));
        assertThatThrownBy(() -> new Explainer(directory.toString(), odd.toString()))
                .isInstanceOf(IOException.class)
                .hasMessage("a path has a character that ends a command: " + odd);
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> new Explainer(directory.toString(), jar + "x"))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no " + jar + "x");
        assertThatThrownBy(() -> new Explainer("/nowhere", jar))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no /nowhere/bin/java");
        assertThatThrownBy(() -> explainer().command("/nowhere:" + directory, StandardCharsets.UTF_8))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no program env");
    }

    @Test
    void theShellsOwnPathCountsWithoutAny() throws IOException {
        assertThat(explainer().command(null, StandardCharsets.UTF_8))
                .isEqualTo(explainer().command(PATH, StandardCharsets.UTF_8));
    }

    @Test
    void aCharacterThatTheLocaleLacksIsRefused() throws IOException {
        Explainer explainer = explainer();
        explainer.writeTo("/ü");
        assertThat(text(explainer, StandardCharsets.ISO_8859_1)).endsWith(" --dir '/ü'");
        assertThatThrownBy(() -> text(explainer, StandardCharsets.US_ASCII))
                .isInstanceOf(IOException.class)
                .hasMessage("a path has characters that US-ASCII lacks");
    }

    @Test
    void theCommandStaysShort() throws IOException {
        int used = explainer().command(PATH, StandardCharsets.UTF_8).length + " --dir '/'".length();
        Explainer longest = explainer();
        longest.writeTo("/" + "d".repeat(Explainer.MOST_BYTES - 1 - used));
        assertThat(longest.command(PATH, StandardCharsets.UTF_8)).hasSize(1499);
        Explainer tooLong = explainer();
        tooLong.writeTo("/" + "d".repeat(Explainer.MOST_BYTES - used));
        assertThatThrownBy(() -> tooLong.command(PATH, StandardCharsets.UTF_8))
                .isInstanceOf(IOException.class)
                .hasMessage("the paths are too long");
    }
}
