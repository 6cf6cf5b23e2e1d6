// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.exporters.encode.EncodeBuffer;
import java.util.Map;

/**
 * How a push request is written. The entries of each stream are written on their own, as events come;
 * {@link #beginRequest}, {@link #addStream} and {@link #endRequest} then put the request together.
 */
interface RequestForm {
    /** A stream's labels as they stand in its head. */
    byte[] labels(Map<String, String> labels);

    /** How long a request is without streams, before compression. */
    int emptyBytes();

    /** How long a stream is at most without entries, before compression. */
    int streamBytes(byte[] labels);

    /** Makes a place for the entries of the stream of a {@link LokiEventType}. */
    StreamEntries newEntries(int type);

    void beginRequest();

    /** Adds a stream, whose entries stay as they are until the request ends. */
    void addStream(byte[] labels, StreamEntries entries);

    /**
     * Ends the request.
     *
     * @return what to send, good until the next request begins
     */
    EncodeBuffer endRequest();

    /** Leaves the last request to whoever still reads it. */
    void leaveBody();
}
