package io.engram.trace.exporters.loki;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.exporters.encode.EncodeBuffer;
import java.util.Map;

/**
 * How a push request is written. The entries of each stream are written into a buffer of its own, as events come;
 * {@link #beginRequest}, {@link #addStream} and {@link #endRequest} then put the request together.
 */
interface RequestForm {
    /** A stream's labels as they stand in its head. */
    byte[] labels(Map<String, String> labels);

    /** How long a request is without streams, before compression. */
    int emptyBytes();

    /** How long a stream is at most without entries. */
    int streamBytes(byte[] labels);

    /** Begins an entry of an event. */
    void beginEntry(CognitiveEvent event, long unixNano, EncodeBuffer out);

    /**
     * Writes an event as the entry's line, with the metadata that entries of its type, thread and sampling rate share.
     *
     * @return length of the line, bytes
     */
    int lineAndSharedMetadata(CognitiveEvent event, EncodeBuffer out);

    /** Begins the value of a name, which is written then: digits and commas, up to three ids. */
    void beginValue(MetadataName name, EncodeBuffer out);

    void endValue(EncodeBuffer out);

    void endEntry(EncodeBuffer out);

    /** Writes a whole entry: a line without metadata. */
    void entry(long unixNano, EncodeBuffer line, EncodeBuffer out);

    void beginRequest();

    void addStream(byte[] labels, EncodeBuffer entries);

    /**
     * Ends the request.
     *
     * @return what to send, good until the next request begins
     */
    EncodeBuffer endRequest();

    /** Leaves the last request to whoever still reads it. */
    void leaveBody();
}
