// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.otlp.OtlpEncoder;
import io.engram.trace.exporters.resource.Resource;
import java.util.List;

/** Encodes events as requests of OTLP and throws these away: all of an export but the network. */
final class EncodingExporter implements EventExporter {
    private static final int MAX_REQUEST_BYTES = 4 << 20;

    private final OtlpEncoder encoder = new OtlpEncoder(Resource.ofThisProcess().attributes());
    private final EncodeBuffer buffer = new EncodeBuffer(MAX_REQUEST_BYTES);

    @Override
    public String name() {
        return "encoding";
    }

    @Override
    public void export(EventBatch batch) {
        List<CognitiveEvent> events = batch.events();
        int from = 0;
        while (from < events.size()) {
            from = encoder.encode(events, from, SampleBatch.START_UNIX_NANO, MAX_REQUEST_BYTES, buffer);
        }
    }

    @Override
    public void flush() {
        // Nothing is kept.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
