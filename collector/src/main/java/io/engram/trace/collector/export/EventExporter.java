// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.export;

import java.io.IOException;
import java.util.Map;

/**
 * Brings events somewhere. A thread of its own calls it, one call at a time; {@link #close} is its last call.
 *
 * <p>An exporter may throw anything: the events that were not exported are tried again or counted as discarded, causes
 * are logged, and the next batch comes all the same. It may block: other exporters and the application do not wait for
 * it. When the tracer closes and its deadline passes, the thread is interrupted; an exporter that then returns at once
 * lets the tracer close in time.
 */
public interface EventExporter extends AutoCloseable {
    /**
     * The name that logs and statistics call it by.
     *
     * @return short, without secrets
     */
    String name();

    /**
     * Exports a batch and waits for the answer. Returning means that the far side has all of it.
     *
     * @param batch events in the order of their time
     * @throws ExportException if the far side does not have all of it; says which part, and whether to try again
     * @throws IOException if nothing was exported, and trying again would not help
     */
    void export(EventBatch batch) throws IOException;

    /**
     * Makes visible what was exported so far.
     *
     * @throws IOException if it cannot
     */
    void flush() throws IOException;

    /**
     * Makes visible what was exported and lets go of all resources.
     *
     * @throws IOException if it cannot
     */
    @Override
    void close() throws IOException;

    /**
     * How many events it likes to be given at once when several batches wait for it.
     *
     * @return events; 0 for a batch at a time, as they were cut
     */
    default int preferredEvents() {
        return 0;
    }

    /**
     * Whether what it cannot export may be kept in the disk spool and exported by another process. A file's exporter
     * gains nothing by that.
     *
     * @return true if it exports to a server
     */
    default boolean isSpoolable() {
        return false;
    }

    /**
     * The attributes of this process that it exports with the events, kept with them in the disk spool.
     *
     * @return names and values; empty if it exports none
     */
    default Map<String, String> resource() {
        return Map.of();
    }
}
