// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.chrome;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.EventType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.encode.WellFormed;
import io.engram.trace.exporters.json.JsonEncoder;
import io.engram.trace.exporters.labels.NodeLabels;
import io.engram.trace.exporters.resource.Resource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Encodes events as a document in the trace event format, which Perfetto's and Chrome's viewers open: a track per thread
 * with a short slice per event, arrows between events that share a correlation id, and a counter per event type. A
 * slice's arguments are the event as it stands in our JSON.
 *
 * <p>Times count from the first event, whose time of day stands in {@code otherData}: viewers read them as doubles, which
 * since 1970 could not tell one nanosecond from the next. {@code displayTimeUnit} comes last, because some viewers that
 * meet it first take it for the unit of the times.
 *
 * <p>Assumptions: one thread uses an encoder. What it is given to write to is not closed.
 */
public final class ChromeTraceEncoder {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();
    private static final String FLOW = "correlation";
    private static final String PID = "process.pid";
    private static final String SERVICE = "service.name";
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int INITIAL_BYTES = 1 << 10;

    private final JsonEncoder events;
    private final EncodeBuffer event = new EncodeBuffer(INITIAL_BYTES);

    /** Makes an encoder. */
    public ChromeTraceEncoder() {
        this(NodeLabels.NONE);
    }

    /**
     * Makes an encoder that adds words for nodes.
     *
     * @param labels of nodes
     */
    public ChromeTraceEncoder(NodeLabels labels) {
        this.events = new JsonEncoder(labels);
    }

    /**
     * Encodes a document. Takes memory in proportion to the number of events.
     *
     * @param resource who recorded the events; names the process and gives its id
     * @param list events, in any order
     * @param out where to
     * @throws IOException if {@code out} cannot be written
     */
    public void write(Resource resource, List<CognitiveEvent> list, OutputStream out) throws IOException {
        List<CognitiveEvent> sorted =
                list.stream().sorted(Comparator.comparingLong(CognitiveEvent::timeUnixNano)).toList();
        int pid = pid(resource);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.setPrettyPrinter(new LinePerEvent());
            json.writeStartObject();
            json.writeArrayFieldStart("traceEvents");
            writeName(json, "process_name", pid, 0, resource.attributes().getOrDefault(SERVICE, "engram"));
            if (!sorted.isEmpty()) {
                writeEvents(json, pid, sorted);
            }
            json.writeEndArray();
            json.writeStringField("displayTimeUnit", "ns");
            json.writeObjectFieldStart("otherData");
            if (!sorted.isEmpty()) {
                json.writeStringField("time_origin_unix_nano", Long.toString(sorted.getFirst().timeUnixNano()));
            }
            for (Map.Entry<String, String> attribute : resource.attributes().entrySet()) {
                json.writeStringField(attribute.getKey(), WellFormed.text(attribute.getValue()));
            }
            json.writeEndObject();
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private void writeEvents(JsonGenerator json, int pid, List<CognitiveEvent> sorted) throws IOException {
        Tracks tracks = new Tracks();
        sorted.forEach(one -> tracks.of(one.thread()));
        for (Map.Entry<TracedThread, Integer> track : tracks.all().entrySet()) {
            writeName(json, "thread_name", pid, track.getValue(), track.getKey().name());
        }
        long origin = sorted.getFirst().timeUnixNano();
        int[] durations = Durations.of(sorted);
        Flows flows = new Flows(sorted);
        for (int i = 0; i < durations.length; i++) {
            CognitiveEvent one = sorted.get(i);
            long nanos = one.timeUnixNano() - origin;
            int track = tracks.of(one.thread());
            writeSlice(json, one, pid, track, nanos, durations[i]);
            String phase = flows.nextPhase(one);
            if (phase != null) {
                // Behind the slice that it is bound to, for viewers that go through the file once.
                writeFlow(json, phase, one.correlationId(), pid, track, nanos);
            }
        }
        writeRates(json, new EventRates(sorted), pid, tracks.of(sorted.getFirst().thread()));
    }

    private static void writeName(JsonGenerator json, String what, int pid, int track, String name)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("ph", "M");
        json.writeStringField("name", what);
        json.writeNumberField("pid", pid);
        json.writeNumberField("tid", track);
        json.writeObjectFieldStart("args");
        json.writeStringField("name", WellFormed.text(name));
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeSlice(JsonGenerator json, CognitiveEvent one, int pid, int track, long nanos, int durationNanos)
            throws IOException {
        writeStart(json, "X", one.eventType().label(), one.eventType().label(), pid, track, nanos);
        json.writeFieldName("dur");
        json.writeNumber(micros(durationNanos));
        event.clear();
        events.writeEvent(one, event);
        json.writeFieldName("args");
        json.writeRawValue(new String(event.array(), 0, event.length(), StandardCharsets.UTF_8));
        json.writeEndObject();
    }

    private static void writeFlow(JsonGenerator json, String phase, long correlationId, int pid, int track, long nanos)
            throws IOException {
        writeStart(json, phase, FLOW, FLOW, pid, track, nanos);
        // Viewers read ids as hexadecimal, with or without the prefix.
        json.writeStringField("id", "0x" + HexFormat.of().toHexDigits(correlationId));
        // To the slice around it, and not to the next one.
        json.writeStringField("bp", "e");
        json.writeEndObject();
    }

    private static void writeRates(JsonGenerator json, EventRates rates, int pid, int track) throws IOException {
        for (EventType type : EventType.values()) {
            if (rates.has(type)) {
                for (int bucket = 0; bucket <= rates.buckets(); bucket++) {
                    writeStart(json, "C", type.label(), "rate", pid, track, bucket * rates.bucketNanos());
                    json.writeObjectFieldStart("args");
                    // What stands last is drawn on for ever: nothing was recorded there.
                    json.writeNumberField("events/s", bucket < rates.buckets() ? rates.perSecond(type, bucket) : 0);
                    json.writeEndObject();
                    json.writeEndObject();
                }
            }
        }
    }

    private static void writeStart(JsonGenerator json, String phase, String name, String category, int pid, int track,
            long nanos) throws IOException {
        json.writeStartObject();
        json.writeStringField("ph", phase);
        json.writeStringField("name", name);
        json.writeStringField("cat", category);
        json.writeNumberField("pid", pid);
        json.writeNumberField("tid", track);
        json.writeFieldName("ts");
        json.writeNumber(micros(nanos));
    }

    private static String micros(long unsignedNanos) {
        int rest = (int) Long.remainderUnsigned(unsignedNanos, NANOS_PER_MICRO);
        return Long.toUnsignedString(Long.divideUnsigned(unsignedNanos, NANOS_PER_MICRO)) + '.'
                + (char) ('0' + rest / 100) + (char) ('0' + rest / 10 % 10) + (char) ('0' + rest % 10);
    }

    /** The process's id, or 1: viewers take 0 for the idle process. */
    private static int pid(Resource resource) {
        try {
            return Math.max(1, Integer.parseInt(resource.attributes().getOrDefault(PID, "1")));
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}
