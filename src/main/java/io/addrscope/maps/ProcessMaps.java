// SPDX-License-Identifier: Apache-2.0
package io.addrscope.maps;

import io.addrscope.linux.Errno;
import io.addrscope.linux.NativeSupport;
import io.addrscope.linux.Syscalls;
import io.addrscope.linux.TargetProcess;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.ProcessException;
import io.addrscope.model.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The mappings of one process: points by the kernel's query where it works, the whole by text.
 *
 * <p>The way is chosen once, by one real query. Safe for any number of threads, each with a cursor of its own.
 */
public final class ProcessMaps implements AutoCloseable {

    private static final String REFUSED = "the kernel or a filter refuses PROCMAP_QUERY: ";

    private final TargetProcess process;
    private final MapsTextFile text;
    private final @Nullable Syscalls syscalls;
    private final @Nullable MapsDescriptor descriptor;
    private final String explanation;
    private final boolean onlyByQuery;
    private final LongAdder queries = new LongAdder();
    private final LongAdder snapshots = new LongAdder();
    private volatile @Nullable String laterRefusal;
    private volatile boolean closed;

    /**
     * Opens the mappings of a process.
     *
     * @throws ProcessException if they may not be read, or {@code source} is {@link Source#IOCTL} and the query does not
     *     work
     */
    public ProcessMaps(TargetProcess process, Source source) {
        this.process = process;
        this.onlyByQuery = source == Source.IOCTL;
        this.text = openText(process);
        MapsDescriptor toClose = null;
        boolean opened = false;
        try {
            Probe probe = source == Source.TEXT ? Probe.failed("the text was asked for") : probe(process);
            toClose = probe.descriptor;
            if (!process.isSelf()) {
                // The two files were opened one after the other: both belong to one address space if the first still
                // has one now.
                snapshot();
            }
            if (source == Source.IOCTL && probe.descriptor == null) {
                throw notByQuery(probe.explanation);
            }
            this.syscalls = probe.syscalls;
            this.descriptor = probe.descriptor;
            this.explanation = probe.explanation;
            process.verify();
            opened = true;
        } finally {
            if (!opened) {
                if (toClose != null) {
                    toClose.close();
                }
                closeQuietly(text);
            }
        }
    }

    private static MapsTextFile openText(TargetProcess process) {
        try {
            return new MapsTextFile(process);
        } catch (IOException e) {
            throw process.diagnose("opening " + process.procPath("maps"), e);
        }
    }

    /** Asks one real question: only the kernel's own answer tells whether it answers. */
    private static Probe probe(TargetProcess process) {
        NativeSupport support = NativeSupport.get();
        Syscalls syscalls = support.syscalls();
        if (syscalls == null) {
            return Probe.failed(support.explanation());
        }
        MapsDescriptor descriptor;
        try {
            descriptor = new MapsDescriptor(process, syscalls);
        } catch (IOException e) {
            return Probe.failed(String.valueOf(e.getMessage()));
        }
        int errno = new ProcmapQuery(syscalls).ask(descriptor.fd(), 0, MapsQuery.COVERING_OR_NEXT, MapsQuery.NUMBERS);
        if (errno == 0) {
            return new Probe(syscalls, descriptor, "");
        }
        descriptor.close();
        return Probe.failed(
                errno == Errno.ENOTTY
                        ? "this kernel has no PROCMAP_QUERY (it came with Linux 6.11)"
                        : REFUSED + Errno.name(errno));
    }

    /** Returns a cursor, for one thread. */
    public MappingCursor cursor() {
        return syscalls == null || descriptor == null
                ? new TextCursor(this)
                : new IoctlCursor(this, descriptor, syscalls);
    }

    /**
     * Returns all mappings, read from the text: for a whole address space it is twice as fast as a walk by queries.
     *
     * @throws ProcessException if the process cannot be asked any more
     * @throws IllegalStateException after {@link #close}
     */
    public MapsSnapshot snapshot() {
        if (closed) {
            throw new IllegalStateException("the mappings of " + process.describe() + " were closed");
        }
        snapshots.increment();
        return text.read();
    }

    /**
     * Makes sure that the process still has the address space that was opened, so that what was got by its pid before
     * this call is that process's.
     *
     * @throws ProcessException if it has not
     */
    public void verify() {
        text.verify();
    }

    /** Returns how points are obtained. */
    public ObtainedBy obtainedBy() {
        return descriptor == null ? ObtainedBy.TEXT : ObtainedBy.IOCTL;
    }

    /** Returns, in one sentence, why the query is not used, or not any more; an empty text where it is. */
    public String explanation() {
        String later = laterRefusal;
        return later == null ? explanation : later;
    }

    /**
     * Notes that the query, which did work, was refused: by a filter that a thread has put on itself, or for want of
     * memory. Other threads may still be answered, so each goes on asking.
     *
     * @throws ProcessException if nothing but the query may answer
     */
    void refused(int errno) {
        String why = REFUSED + Errno.name(errno);
        laterRefusal = why;
        if (onlyByQuery) {
            throw notByQuery(why);
        }
    }

    private ProcessException notByQuery(String why) {
        return new ProcessException(
                "the mappings of " + process.describe() + " cannot be asked for by PROCMAP_QUERY: " + why);
    }

    /** Returns the system calls if the query uses them. */
    public @Nullable Syscalls syscalls() {
        return syscalls;
    }

    /** Returns whose mappings these are. */
    public TargetProcess process() {
        return process;
    }

    /** Returns how often the kernel's query was made. */
    public long queryCount() {
        return queries.sum();
    }

    /** Returns how often the text was read. */
    public long snapshotCount() {
        return snapshots.sum();
    }

    void countQuery() {
        queries.increment();
    }

    /** Gives the files back; no cursor may be used any more. */
    @Override
    public void close() {
        closed = true;
        if (descriptor != null) {
            descriptor.close();
        }
        closeQuietly(text);
    }

    private static void closeQuietly(MapsTextFile file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came of trying the query. */
    private record Probe(
            @Nullable Syscalls syscalls, @Nullable MapsDescriptor descriptor, String explanation) {

        static Probe failed(String explanation) {
            return new Probe(null, null, explanation);
        }
    }
}
