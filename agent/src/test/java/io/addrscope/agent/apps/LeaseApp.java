// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.apps;

import io.addrscope.AddressSpace;
import io.addrscope.Cursor;
import io.addrscope.cache.CacheCounts;
import io.addrscope.model.Freshness;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An application that has the library itself, and looks addresses up under a lease that never ends. */
public final class LeaseApp {

    private static final List<Object> KEPT = new ArrayList<>();

    private static final AddressSpace SPACE = AddressSpace.self();
    private static final Cursor CURSOR = SPACE.cursor(Freshness.leased(Duration.ofDays(10_000)));

    private LeaseApp() {}

    public static void main(String[] arguments) throws IOException {
        long address = SPACE.maps().mapping(0).start();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String line = in.readLine(); line != null && !line.equals("stop"); line = in.readLine()) {
            System.out.println(answer(line, address));
        }
    }

    private static Object answer(String question, long address) throws IOException {
        if (question.startsWith("map ")) {
            try (FileChannel file = FileChannel.open(Path.of(question.substring(4)))) {
                KEPT.add(file.map(MapMode.READ_ONLY, 0, file.size()));
            }
            return "mapped";
        }
        CacheCounts before = SPACE.statistics().cache();
        int status = CURSOR.seek(address);
        CacheCounts after = SPACE.statistics().cache();
        return switch (question) {
            // How a lookup was answered: from memory, or by the kernel.
            case "seek" -> status == Cursor.MAPPED && after.hits() > before.hits() ? "memory" : "kernel";
            case "fed" -> after.epochFed();
            case "epoch" -> after.epoch();
            default -> throw new IllegalArgumentException(question);
        };
    }
}
