// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the first lines of sections begin with. */
final class Headings {

    private record Heading(SectionKind kind, String text) {}

    private static final List<Heading> HEADINGS = List.of(
            new Heading(SectionKind.COMMAND_LINE, "Command Line:"),
            new Heading(SectionKind.HOST, "Host:"),
            new Heading(SectionKind.TIME, "Time:"),
            new Heading(SectionKind.TIME, "time:"),
            new Heading(SectionKind.TIME, "timezone:"),
            new Heading(SectionKind.TIME, "elapsed time:"),
            new Heading(SectionKind.CURRENT_THREAD, "Current thread "),
            new Heading(SectionKind.COMPILE_TASK, "Current CompileTask:"),
            new Heading(SectionKind.STACK, "Stack: "),
            new Heading(SectionKind.NATIVE_FRAMES, "Native frames:"),
            new Heading(SectionKind.RETRY, "Retrying call stack printing without source information..."),
            new Heading(SectionKind.JAVA_FRAMES, "Java frames:"),
            new Heading(SectionKind.PROCESSED_THREAD, "JavaThread 0x"),
            new Heading(SectionKind.SIGINFO, "siginfo:"),
            new Heading(SectionKind.REGISTERS, "Registers:"),
            new Heading(SectionKind.REGISTER_MAPPING, "Register to memory mapping:"),
            new Heading(SectionKind.TOP_OF_STACK, "Top of Stack:"),
            new Heading(SectionKind.INSTRUCTIONS, "Instructions: "),
            new Heading(SectionKind.INSTRUCTIONS, "Instructions ("),
            new Heading(SectionKind.STACK_SLOTS, "Stack slot to memory mapping:"),
            new Heading(SectionKind.LOCK_STACK, "Lock stack of current Java thread"),
            new Heading(SectionKind.CODE, "[MachCode]"),
            new Heading(SectionKind.CODE, "[CodeBlob ("),
            new Heading(SectionKind.CODE, "[Disassembly"),
            new Heading(SectionKind.VM_OPERATION, "VM_Operation ("),
            new Heading(SectionKind.USER, "uid  :"),
            new Heading(SectionKind.USER, "uid :"),
            new Heading(SectionKind.USER, "umask:"),
            new Heading(SectionKind.THREAD_LIST, "Threads class SMR info:"),
            new Heading(SectionKind.JAVA_THREADS, "Java Threads: ("),
            new Heading(SectionKind.OTHER_THREADS, "Other Threads:"),
            new Heading(SectionKind.COMPILE_TASKS, "Threads with active compile tasks:"),
            new Heading(SectionKind.VM_STATE, "VM state:"),
            new Heading(SectionKind.LOCKS, "VM Mutex/Monitor currently owned by a thread:"),
            new Heading(SectionKind.EXCEPTION_COUNTS, "OutOfMemory and StackOverflow Exception counts:"),
            new Heading(SectionKind.HEAP_ADDRESS, "Heap address:"),
            new Heading(SectionKind.HEAP_ADDRESS, "heap address:"),
            new Heading(SectionKind.CDS, "CDS archive(s)"),
            new Heading(SectionKind.CDS, "AOT cache"),
            new Heading(SectionKind.CLASS_SPACE, "Compressed class space"),
            new Heading(SectionKind.CLASS_SPACE, "Narrow klass "),
            new Heading(SectionKind.CLASS_SPACE, "UseCompressedClassPointers "),
            new Heading(SectionKind.GC_LOG, "GC Precious Log:"),
            new Heading(SectionKind.HEAP, "Heap:"),
            new Heading(SectionKind.HEAP_REGIONS, "Heap Regions:"),
            new Heading(SectionKind.GC_TABLES, "Card table byte_map:"),
            new Heading(SectionKind.GC_TABLES, "Marking Bits"),
            new Heading(SectionKind.GC_TABLES, "Mod Union Table:"),
            new Heading(SectionKind.POLLING_PAGE, "Polling page:"),
            new Heading(SectionKind.METASPACE, "Metaspace:"),
            new Heading(SectionKind.CODE_CACHE, "CodeHeap '"),
            new Heading(SectionKind.CODE_CACHE, "CodeCache:"),
            new Heading(SectionKind.CODE_CACHE, "Code Cache "),
            new Heading(SectionKind.DYNAMIC_LIBRARIES, "Dynamic libraries:"),
            new Heading(SectionKind.AGENTS, "JVMTI agents:"),
            new Heading(SectionKind.DECODER, "dbghelp:"),
            new Heading(SectionKind.DECODER, "Native Decoder"),
            new Heading(SectionKind.VM_ARGUMENTS, "VM Arguments:"),
            new Heading(SectionKind.FLAGS, "[Global flags]"),
            new Heading(SectionKind.LOGGING, "Logging:"),
            new Heading(SectionKind.RELEASE_FILE, "Release file:"),
            new Heading(SectionKind.ENVIRONMENT, "Environment Variables:"),
            new Heading(SectionKind.LOCALE, "Active Locale:"),
            new Heading(SectionKind.SIGNAL_HANDLERS, "Signal Handlers:"),
            new Heading(SectionKind.NATIVE_MEMORY, "Native Memory Tracking:"),
            new Heading(SectionKind.COMPILER_MEMORY, "Compilation memory"),
            new Heading(SectionKind.COMPILER_MEMORY, "Compiler Memory Statistic"),
            new Heading(SectionKind.COMPILER_MEMORY, "Compilation Memory"),
            new Heading(SectionKind.TRIM, "Periodic native trim"),
            new Heading(SectionKind.OS, "OS:"),
            new Heading(SectionKind.OS, "uname:"),
            new Heading(SectionKind.OS, "OS uptime:"),
            new Heading(SectionKind.OS, "libc:"),
            new Heading(SectionKind.OS, "rlimit"),
            new Heading(SectionKind.OS, "load average:"),
            new Heading(SectionKind.OS, "/proc/sys/"),
            new Heading(SectionKind.OS, "/sys/kernel/"),
            new Heading(SectionKind.MEMORY_INFO, "/proc/meminfo:"),
            new Heading(SectionKind.PROCESS_MEMORY, "Process Memory:"),
            new Heading(SectionKind.CONTAINER, "container (cgroup) information:"),
            new Heading(SectionKind.CONTAINER, "container information not found."),
            new Heading(SectionKind.CPU, "CPU:"),
            new Heading(SectionKind.CPU, "CPU total"),
            new Heading(SectionKind.CPU, "CPU Model and flags"),
            new Heading(SectionKind.CPU, "/proc/cpuinfo:"),
            new Heading(SectionKind.MEMORY, "Memory:"),
            new Heading(SectionKind.MEMORY, "Page Sizes:"),
            new Heading(SectionKind.VM_INFO, "vm_info:"),
            new Heading(SectionKind.END, "END."));

    /** Parts of a report have their names, in spaced letters, in a rule of dashes. */
    private static final List<Heading> RULES = List.of(
            new Heading(SectionKind.SUMMARY, "S U M M A R Y"),
            new Heading(SectionKind.ASAN, "A S A N"),
            new Heading(SectionKind.THREAD, "T H R E A D"),
            new Heading(SectionKind.PROCESS, "P R O C E S S"),
            new Heading(SectionKind.SYSTEM, "S Y S T E M"));

    private static final String RULE = "--------";
    private static final String EVENTS_END = " events):";
    private static final int ASCII = 128;
    private static final List<List<Heading>> BY_FIRST_BYTE = byFirstByte();

    private Headings() {}

    private static List<List<Heading>> byFirstByte() {
        List<List<Heading>> lists = new ArrayList<>();
        for (int i = 0; i < ASCII; i++) {
            lists.add(new ArrayList<>());
        }
        for (Heading heading : HEADINGS) {
            lists.get(heading.text.charAt(0)).add(heading);
        }
        return lists;
    }

    /** Returns the section that a line begins; null if it begins none. */
    static @Nullable SectionKind find(Line line) {
        int first = line.peek();
        if (first < 0 || first >= ASCII) {
            return null;
        }
        if (first == '-') {
            return inRule(line);
        }
        for (Heading heading : BY_FIRST_BYTE.get(first)) {
            if (line.startsWith(heading.text)) {
                return heading.kind;
            }
        }
        return isEvents(line) ? SectionKind.EVENTS : null;
    }

    private static @Nullable SectionKind inRule(Line line) {
        if (line.startsWith(RULE)) {
            for (Heading heading : RULES) {
                if (line.indexOf(heading.text, line.at()) >= 0) {
                    return heading.kind;
                }
            }
        }
        return null;
    }

    /** Returns whether a line is {@code NAME (N events):}. */
    private static boolean isEvents(Line line) {
        int end = line.lastIndexOf(EVENTS_END, line.at());
        if (end < 0) {
            return false;
        }
        Line rest = line.part(end + EVENTS_END.length(), line.to());
        int digit = end - 1;
        while (line.byteAt(digit) >= '0' && line.byteAt(digit) <= '9') {
            digit--;
        }
        return rest.isBlank() && digit < end - 1 && line.byteAt(digit) == '(' && line.byteAt(digit - 1) == ' ';
    }
}
