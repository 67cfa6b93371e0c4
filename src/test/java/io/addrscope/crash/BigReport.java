// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;

/** A report of any size that is made while it is read: so many threads, events, regions, frames and mappings. */
final class BigReport extends InputStream {

    private static final String HEADER = """
            #
            # A fatal error has been detected by the Java Runtime Environment:
            #
            #  SIGSEGV (0xb) at pc=0x00007f0000000010, pid=1, tid=2
            #

            ---------------  T H R E A D  ---------------

            Native frames: (J=compiled Java code, C=native code)
            """;

    private final int count;
    private final String[] headings = {
        HEADER,
        "\n---------------  P R O C E S S  ---------------\n\nJava Threads: ( => current thread )\n",
        "\nHeap Regions: E=young(eden)\n",
        "\nEvents (9 events):\n",
        "\nDynamic libraries:\n",
        "Total number of mappings: 0\n\nEND.\n"
    };
    private final List<IntFunction<String>> lines;
    private int part;
    private int line = -1;
    private byte[] current = new byte[0];
    private int at;
    private long size;

    BigReport(int count) {
        this.count = count;
        this.lines =
                List.of(BigReport::frame, BigReport::thread, BigReport::region, BigReport::event, BigReport::mapping);
    }

    private static String frame(int i) {
        return "C  [libnative.so+0x" + Integer.toHexString(i) + "]  some::function(int, long)+0x1f  (file.cc:12)\n";
    }

    private static String thread(int i) {
        long low = 0x7e00_0000_0000L + i * 0x10_0000L;
        return "  0x" + hex(0x7d00_0000_0000L + i * 0x1000L) + " JavaThread \"worker-" + i
                + "\" daemon [_thread_blocked, id=" + i + ", stack(0x" + hex(low) + ",0x" + hex(low + 0xf_f000L)
                + ") (1020K)]\n";
    }

    private static String region(int i) {
        long bottom = 0x1_0000_0000L + i * 0x10_0000L;
        return "|" + i + "|0x" + hex(bottom) + ", 0x" + hex(bottom + 16) + ", 0x" + hex(bottom + 0x10_0000L)
                + "|  1%| O|  |TAMS 0x" + hex(bottom) + "| Untracked\n";
    }

    private static String event(int i) {
        return "Event: " + i + ".001 Thread 0x00007d0000000000 Loaded shared library /some/where/libnative" + i
                + ".so\n";
    }

    private static String mapping(int i) {
        long start = 0x7f00_0000_0000L + i * 0x2000L;
        return Long.toHexString(start) + "-" + Long.toHexString(start + 0x1000) + " r-xp 00000000 fe:00 " + i
                + "                         /some/where/in/the/file/system/libnative" + i % 1000 + ".so\n";
    }

    private static String hex(long value) {
        return String.format("%016x", value);
    }

    /** Returns how many bytes were read. */
    long size() {
        return size;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        while (at == current.length) {
            if (!advance()) {
                return -1;
            }
        }
        int read = Math.min(length, current.length - at);
        System.arraycopy(current, at, target, offset, read);
        at += read;
        size += read;
        return read;
    }

    private boolean advance() {
        if (part == headings.length) {
            return false;
        }
        String next;
        if (line < 0) {
            next = headings[part];
        } else {
            next = lines.get(part).apply(line);
        }
        line++;
        if (part == lines.size() || line == count) {
            part++;
            line = -1;
        }
        current = next.getBytes(StandardCharsets.ISO_8859_1);
        at = 0;
        return true;
    }

    /** Reads one and prints what is kept; the argument is the number of lines of each kind. */
    public static void main(String[] arguments) throws IOException {
        BigReport input = new BigReport(Integer.parseInt(arguments[0]));
        HsErrReport report = ReportParser.parse(input);
        ProcessInfo process = report.process();
        System.out.println("bytes " + input.size());
        System.out.println("mappings " + process.mappings().lines() + " cut "
                + process.mappings().isCut());
        System.out.println("threads " + process.threads().size());
        System.out.println("regions " + process.regions().size());
        System.out.println("events " + process.events().get(0).events().size());
        System.out.println("frames " + report.fault().frames().size());
        System.out.println("libraries " + new FrameAddresses(report).images().size());
        System.out.println("ending " + report.structure().ending());
        report.structure().cuts().forEach(cut -> System.out.println("cut " + cut.what() + " " + cut.limit()));
    }
}
