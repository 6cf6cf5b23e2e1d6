// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.chains;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.engram.trace.collector.correlate.Chain;
import io.engram.trace.collector.correlate.ChainBasis;
import io.engram.trace.collector.correlate.ChainLink;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.encode.WellFormed;
import io.engram.trace.exporters.json.JsonEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Encodes chains as one JSON document. Ids are decimal strings, as in our other JSON; what is not a finite number is
 * {@code null}.
 *
 * <pre>{@code
 * {"by":["id","nodes"],"window_nanos":500000000,"min_length":2,
 *  "events":3,"chains_found":1,
 *  "missing":{"overwritten":7},"sampled_events":0,"late_events":0,"cut_chains":0,
 *  "chains":[
 *   {"id":"id-42","by":"id","correlation_id":"42",       // correlation_id only by id
 *    "start":"2026-…Z","start_unix_nano":"…","duration_nanos":1250000,
 *    "types":["priming","interference"],                 // one for each event
 *    "nodes":["1","2"],"strongest_intensity":0.75,"threads":[{"id":1,"name":"main"}],
 *    "links":[{"shared_nodes":[],"event":{…}},{"shared_nodes":["2"],"event":{…}}]}
 *  ]}
 * }</pre>
 *
 * <p>An event is what it is in a document of events. The JSON Schema stands beside that of documents.
 *
 * <p>Assumptions: one thread uses an encoder.
 */
public final class ChainJsonEncoder implements ChainEncoder {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();
    private static final int INITIAL_BYTES = 1 << 10;

    private final JsonEncoder events = new JsonEncoder();
    private final EncodeBuffer event = new EncodeBuffer(INITIAL_BYTES);

    /** Makes an encoder. */
    public ChainJsonEncoder() {
    }

    @Override
    public void write(ChainReport report, OutputStream out) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.setPrettyPrinter(new LinePerChain());
            json.writeStartObject();
            json.writeArrayFieldStart("by");
            for (ChainBasis basis : new TreeSet<>(report.rules().bases())) {
                json.writeString(basis.label());
            }
            json.writeEndArray();
            json.writeNumberField("window_nanos", report.rules().windowNanos());
            json.writeNumberField("min_length", report.rules().minLength());
            json.writeNumberField("events", report.counts().events());
            json.writeNumberField("chains_found", report.counts().found());
            json.writeObjectFieldStart("missing");
            for (Map.Entry<String, Long> reason : report.missing().entrySet()) {
                json.writeNumberField(reason.getKey(), reason.getValue());
            }
            json.writeEndObject();
            json.writeNumberField("sampled_events", report.counts().sampledEvents());
            json.writeNumberField("late_events", report.counts().lateEvents());
            json.writeNumberField("cut_chains", report.counts().cutChains());
            json.writeArrayFieldStart(LinePerChain.CHAINS);
            for (Chain chain : report.chains()) {
                writeChain(json, chain);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private void writeChain(JsonGenerator json, Chain chain) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", chain.id());
        json.writeStringField("by", chain.basis().label());
        if (chain.basis() == ChainBasis.CORRELATION_ID) {
            json.writeStringField("correlation_id",
                    Long.toUnsignedString(chain.links().getFirst().event().correlationId()));
        }
        json.writeStringField("start", ChainText.exactTimestamp(chain.startUnixNano()));
        json.writeStringField("start_unix_nano", Long.toString(chain.startUnixNano()));
        json.writeNumberField("duration_nanos", chain.durationNanos());
        json.writeArrayFieldStart("types");
        for (ChainLink link : chain.links()) {
            json.writeString(link.event().eventType().label());
        }
        json.writeEndArray();
        writeNodes(json, "nodes", chain.nodes());
        json.writeFieldName("strongest_intensity");
        float strongest = chain.strongestIntensity();
        if (Float.isFinite(strongest)) {
            json.writeNumber(strongest);
        } else {
            json.writeNull();
        }
        json.writeArrayFieldStart("threads");
        for (TracedThread thread : chain.threads()) {
            json.writeStartObject();
            json.writeNumberField("id", thread.id());
            json.writeStringField("name", WellFormed.text(thread.name()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("links");
        for (ChainLink link : chain.links()) {
            json.writeStartObject();
            writeNodes(json, "shared_nodes", link.sharedNodes());
            event.clear();
            events.writeEvent(link.event(), event);
            json.writeFieldName("event");
            json.writeRawValue(new String(event.array(), 0, event.length(), StandardCharsets.UTF_8));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeNodes(JsonGenerator json, String name, List<Long> nodes) throws IOException {
        json.writeArrayFieldStart(name);
        for (long node : nodes) {
            json.writeString(Long.toUnsignedString(node));
        }
        json.writeEndArray();
    }
}
