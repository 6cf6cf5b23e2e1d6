// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.json.JsonEncoder;

/** Entries as they are before compression. Assumptions: one thread uses it. */
final class PlainEntries implements StreamEntries {
    // What an event's line takes besides what is shared.
    private static final int OWN_BYTES = 1_024;
    private static final int INITIAL_BYTES = 1 << 16;

    private final EntryForm form;
    private final JsonEncoder json;
    private final EventMetadata metadata;
    private final EncodeBuffer out = new EncodeBuffer(INITIAL_BYTES);
    private int begin;

    /** Writes in a form, and lines by an encoder. */
    PlainEntries(EntryForm form, JsonEncoder json) {
        this.form = form;
        this.json = json;
        this.metadata = new EventMetadata(form);
    }

    @Override
    public void clear() {
        out.clear();
    }

    @Override
    public int add(CognitiveEvent event, long unixNano) {
        if (json.maxEventBytes(event) > LokiLimits.LINE_BYTES + OWN_BYTES) {
            return TOO_LONG;
        }
        begin = out.length();
        form.beginEntry(unixNano, out);
        int lineBytes = form.lineAndSharedMetadata(event, out);
        if (lineBytes > LokiLimits.LINE_BYTES) {
            takeBack();
            return TOO_LONG;
        }
        metadata.write(event, out);
        form.endEntry(out);
        return out.length() - begin;
    }

    @Override
    public void add(long unixNano, EncodeBuffer line) {
        begin = out.length();
        form.entry(unixNano, line, out);
    }

    @Override
    public void takeBack() {
        out.truncate(begin);
    }

    @Override
    public int plainBytes() {
        return out.length();
    }

    @Override
    public EncodeBuffer written() {
        return out;
    }
}
