// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Maps the file that it is given, says so, and waits to be killed. */
public final class TargetApp {

    private TargetApp() {}

    /** Maps {@code arguments[0]}, if there is one. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        MappedByteBuffer kept = null;
        if (arguments.length > 0) {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]))) {
                kept = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            }
        }
        System.out.println("ready");
        Thread.sleep(Long.MAX_VALUE);
        System.out.println(kept);
    }
}
