// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.exporters.encode.EncodeBuffer;

/** The entries of one stream of a request, written as events come. */
interface StreamEntries {
    /** Instead of an entry's length: its line would be longer than Loki takes, and nothing was written. */
    int TOO_LONG = Integer.MAX_VALUE;

    /** Begins a request, without entries. */
    void clear();

    /**
     * Adds an entry of an event.
     *
     * @return its length before compression, bytes, or {@link #TOO_LONG}
     */
    int add(CognitiveEvent event, long unixNano);

    /** Adds an entry: a line without metadata. */
    void add(long unixNano, EncodeBuffer line);

    /** Takes back what was added last; once. */
    void takeBack();

    /** How long the entries are before compression. */
    int plainBytes();

    /** What was written, good until the next entry. */
    EncodeBuffer written();
}
