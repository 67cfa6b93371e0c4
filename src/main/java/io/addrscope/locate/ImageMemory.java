// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.elf.ElfImage;
import io.addrscope.linux.ByteSource;
import io.addrscope.linux.FileUnavailableException;
import io.addrscope.model.BuildId;
import io.addrscope.model.Reason;
import java.io.IOException;
import java.util.Arrays;

/**
 * The memory of a process as long as a certain image lies there: each read is followed by a look at the build ID, so that
 * nothing is taken of an image that came and went meanwhile. For one thread.
 */
final class ImageMemory implements ByteSource {

    private final ByteSource memory;
    private final long buildIdAddress;
    private final byte[] buildId;
    private final byte[] found;

    private ImageMemory(ByteSource memory, long buildIdAddress, BuildId buildId) {
        this.memory = memory;
        this.buildIdAddress = buildIdAddress;
        this.buildId = buildId.bytes();
        this.found = new byte[buildId.length()];
    }

    /**
     * Returns the memory as long as it holds an image; as it is, if the image has no build ID in memory to know it by.
     *
     * @param loadBias what the loader added to each ELF address
     */
    static ByteSource of(ByteSource memory, ElfImage image, long loadBias) {
        BuildId buildId = image.buildId();
        return buildId == null || !image.isBuildIdLoaded()
                ? memory
                : new ImageMemory(memory, loadBias + image.buildIdAddress(), buildId);
    }

    /** @throws FileUnavailableException if the image is not there any more */
    @Override
    public int read(long position, byte[] target, int offset, int length) throws IOException {
        int count = memory.read(position, target, offset, length);
        if (memory.read(buildIdAddress, found, 0, found.length) != found.length || !Arrays.equals(found, buildId)) {
            throw new FileUnavailableException(
                    Reason.Code.CHANGED, "another image was loaded while the symbols of this one were read");
        }
        return count;
    }

    @Override
    public long size() throws IOException {
        return memory.size();
    }

    @Override
    public String name() {
        return memory.name();
    }

    @Override
    public void close() {
        memory.close();
    }
}
