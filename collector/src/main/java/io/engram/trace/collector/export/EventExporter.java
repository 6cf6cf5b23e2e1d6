package io.engram.trace.collector.export;

import java.io.IOException;

/**
 * Brings events somewhere. One thread calls an exporter; {@link #close} is its last call.
 *
 * <p>An exporter may throw anything: the collector counts the batch as discarded, logs each cause once, and goes on.
 */
public interface EventExporter extends AutoCloseable {
    /**
     * The name that logs call it by.
     *
     * @return short, without secrets
     */
    String name();

    /**
     * Exports a batch. Returning means that the far side has all of it; throwing means that it has nothing of it.
     *
     * @param batch events in the order of their time
     * @throws IOException if nothing was exported
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
}
