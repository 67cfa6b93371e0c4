// SPDX-License-Identifier: Apache-2.0
package io.addrscope.testing;

import io.addrscope.linux.ByteSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Bytes of a file, or of a process by its {@code /proc/PID/mem}. */
public final class ChannelSource implements ByteSource {

    private final FileChannel channel;
    private final String name;
    private final boolean memory;

    private ChannelSource(Path path, boolean memory) throws IOException {
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
        this.name = path.toString();
        this.memory = memory;
    }

    /** Opens a file. */
    public static ChannelSource file(Path path) throws IOException {
        return new ChannelSource(path, false);
    }

    /** Opens the memory of a process. */
    public static ChannelSource memory(long pid) throws IOException {
        return new ChannelSource(Path.of("/proc", Long.toString(pid), "mem"), true);
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int count = channel.read(ByteBuffer.wrap(target, offset + done, length - done), position + done);
            if (count <= 0) {
                break;
            }
            done += count;
        }
        return done;
    }

    @Override
    public long size() throws IOException {
        return memory ? Long.MAX_VALUE : channel.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
