// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.memory;

import io.engram.trace.core.config.TracingConfig;
import io.engram.trace.core.tracefile.TraceFolders;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The memory of a tracer's head and rings.
 *
 * <p><b>Guarantees.</b> What it gives is zeroed and aligned as the layouts ask, whatever becomes of a file.
 * <b>Who owns the memory.</b> The garbage collector, piece by piece: a piece goes when nobody reaches its segment any
 * more, also where it is mapped.
 */
public sealed interface TraceMemory permits AnonymousMemory, FileMemory {
    /**
     * Memory as a configuration asks for it; anonymous if the file cannot be made, which is logged.
     *
     * @param config whether in a file, and where
     * @return memory with a head that is not declared ready
     */
    static TraceMemory of(TracingConfig config) {
        if (config.hasTraceFile()) {
            try {
                return FileMemory.create(config);
            } catch (IOException | RuntimeException | VirtualMachineError e) {
                Path file = FileMemory.folder(config).resolve(TraceFolders.fileName(ProcessHandle.current().pid(), 1));
                System.getLogger("io.engram.trace").log(Level.WARNING, "Trace file " + file + " cannot be made (" + e
                        + "); tracing goes on without: set engram.trace.file=false, or name another folder by "
                        + "engram.trace.file-dir");
            }
        }
        return new AnonymousMemory(config.ringCapacity());
    }

    /**
     * The head's memory.
     *
     * @return always the same
     */
    MemorySegment head();

    /**
     * Memory for a ring. May be called by several threads at a time, each for another ring.
     *
     * @param index of the ring, from 0; once for each
     * @return memory that nobody had before
     */
    MemorySegment ring(int index);

    /**
     * The file.
     *
     * @return path, also when the memory was closed, empty if it is anonymous
     */
    Optional<Path> file();

    /**
     * Makes no further ring in the file and lets go of it; the memory that was given stays.
     *
     * @param keep whether the file stays
     */
    void close(boolean keep);
}
