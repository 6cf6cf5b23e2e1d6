// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.exporters.encode.EncodeBuffer;

/** How an entry of a stream is written. */
interface EntryForm {
    /** Begins an entry of an event. */
    void beginEntry(long unixNano, EncodeBuffer out);

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
}
