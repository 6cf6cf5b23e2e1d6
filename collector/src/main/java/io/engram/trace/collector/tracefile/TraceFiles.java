package io.engram.trace.collector.tracefile;

import java.nio.file.Path;
import java.util.List;

/** Finds trace files. */
public final class TraceFiles {
    private TraceFiles() {
    }

    /**
     * Looks into folders. One that does not exist has no files.
     *
     * @param folders where trace files may be
     * @return all files whose name ends in {@code .trace}, by the start of their tracers; then what cannot be read
     */
    public static List<Found> list(List<Path> folders) {
        throw new UnsupportedOperationException(folders.toString());
    }
}
