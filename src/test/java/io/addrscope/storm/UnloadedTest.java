// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.jna.Pointer;
import io.addrscope.AddressSpace;
import io.addrscope.Settings;
import io.addrscope.model.Freshness;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Reason;
import io.addrscope.model.Unloaded;
import io.addrscope.testing.Toolchain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is said of an address whose library is gone. */
class UnloadedTest {

    private static final Twins TWINS = Twins.build(Toolchain.temporaryDirectory("addrscope-unloaded"));

    private final AddressSpace space = AddressSpace.self(Settings.DEFAULT);

    @Test
    void addressOfALibraryThatWasSeenTellsOfIt() {
        Twins.Twin twin = TWINS.get(0);
        Pointer library = Loader.open(twin.file());
        long function = Loader.symbol(library, Twins.FUNCTION);
        Location before = space.locate(function);
        Mapping mapping = Objects.requireNonNull(before.mapping());
        assertThat(before.reason(Reason.Code.UNLOADED)).isNull();
        Loader.close(library);

        Location after = space.locate(function);
        Reason reason = Objects.requireNonNull(after.reason(Reason.Code.UNLOADED));
        assertThat(reason.detail())
                .startsWith("was " + Twins.FUNCTION + "+0x0 in " + twin.file() + "+0x"
                        + Long.toHexString(before.fileOffset().orElseThrow()) + " (file offset; build ID "
                        + twin.buildId() + "), unmapped between 0.")
                .matches(".* between 0\\.\\d{3} and \\d+\\.\\d{3} s ago");
        Unloaded unloaded = space.unloaded().get(0);
        assertThat(unloaded.mapping().name()).isEqualTo(mapping.name());
        assertThat(unloaded.mapping().buildId()).hasToString(twin.buildId());
    }

    /** The symbols that were read while the library was there are told even when its file is gone, too. */
    @Test
    void symbolOutlivesTheFile() throws Exception {
        Path file = Toolchain.temporaryDirectory("addrscope-unloaded").resolve("twin.so");
        Files.write(file, Files.readAllBytes(TWINS.get(0).file()));
        Pointer library = Loader.open(file);
        long function = Loader.symbol(library, Twins.FUNCTION);
        space.locate(function);
        Loader.close(library);
        Files.delete(file);
        Reason reason = Objects.requireNonNull(space.locate(function + 3).reason(Reason.Code.UNLOADED));
        assertThat(reason.detail()).startsWith("was " + Twins.FUNCTION + "+0x3 in " + file + "+0x");
    }

    /** Its symbols were not asked for while it was there, and what lies at its path now is another build. */
    @Test
    void fileThatCameLaterNamesNothing() throws Exception {
        Path file = Toolchain.temporaryDirectory("addrscope-unloaded").resolve("twin.so");
        Files.write(file, Files.readAllBytes(TWINS.get(0).file()));
        Pointer library = Loader.open(file);
        long function = Loader.symbol(library, Twins.FUNCTION);
        assertThat(space.imageCursor(Freshness.VERIFIED).seek(function)).isTrue();
        Loader.close(library);
        Files.write(file, Files.readAllBytes(TWINS.get(1).file()));
        Reason reason = Objects.requireNonNull(space.locate(function).reason(Reason.Code.UNLOADED));
        assertThat(reason.detail()).startsWith("was " + file + "+0x");
    }

    /** Read into the same inode, mapped to the same place: the first build is told to be gone, though its file is there. */
    @Test
    void buildThatWasWrittenOverIsGone() throws Exception {
        Path file = Toolchain.temporaryDirectory("addrscope-unloaded").resolve("twin.so");
        Files.write(file, Files.readAllBytes(TWINS.get(0).file()));
        Pointer first = Loader.open(file);
        long function = Loader.symbol(first, Twins.FUNCTION);
        assertThat(Objects.requireNonNull(space.locate(function).mapping()).buildId())
                .hasToString(TWINS.get(0).buildId());
        Loader.close(first);
        Files.write(file, Files.readAllBytes(TWINS.get(1).file()));
        Pointer second = Loader.open(file);
        long again = Loader.symbol(second, Twins.FUNCTION);
        assertThat(Objects.requireNonNull(space.locate(again).mapping()).buildId())
                .hasToString(TWINS.get(1).buildId());
        assumeThat(again)
                .as("the loader puts the second where the first was, unless a thread of this JVM took the place")
                .isEqualTo(function);
        assertThat(space.unloaded().get(0).mapping().buildId())
                .hasToString(TWINS.get(0).buildId());
        Loader.close(second);
    }

    @Test
    void addressThatWasNeverAskedAboutTellsNothing() {
        Pointer library = Loader.open(TWINS.get(1).file());
        long function = Loader.symbol(library, Twins.FUNCTION);
        Loader.close(library);
        assertThat(space.locate(function).reason(Reason.Code.UNLOADED)).isNull();
    }
}
