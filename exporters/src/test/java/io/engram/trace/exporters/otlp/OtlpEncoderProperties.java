// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The generated classes say what the encoder should write. */
class OtlpEncoderProperties {
    private static final int NO_LIMIT = 4 << 20;
    // Resource, scope and one record of a short thread name fit.
    private static final int SMALLEST_REQUEST_BYTES = 2_048;
    private static final Map<String, String> RESOURCE =
            Map.of("service.name", "a service", "process.pid", "4711", "long", "y".repeat(200));

    private final OtlpEncoder encoder = new OtlpEncoder(RESOURCE);
    private final EncodeBuffer buffer = new EncodeBuffer(16);

    @Property
    void shouldWriteWhatTheGeneratedBuildersWrite(@ForAll long seed, @ForAll long observed,
            @ForAll @IntRange(min = 1, max = 50) int count) throws IOException {
        List<CognitiveEvent> events = new AnyEvents(seed).next(count);
        assertEquals(count, encoder.encode(events, 0, observed, NO_LIMIT, buffer));
        assertEquals(GeneratedRecords.request(RESOURCE, GeneratedRecords.records(events, observed)), parse());
    }

    @Property
    void shouldWriteAnyThreadAndPayload(@ForAll String threadName, @ForAll long threadId, @ForAll long time,
            @ForAll long position, @ForAll double rate, @ForAll float strength, @ForAll long source,
            @ForAll long target) throws IOException {
        TracedThread thread = new TracedThread(threadId, threadName);
        List<CognitiveEvent> events = List.of(
                new PrimingEvent(time, thread, position, rate, source, PrimingType.ASSOCIATIVE, strength, source,
                        target),
                new InterferenceEvent(time, thread, position, rate, target, InterferenceType.FAN, strength, target,
                        NodeIds.of(source, target), (int) position));
        assertEquals(2, encoder.encode(events, 0, time, NO_LIMIT, buffer));
        assertEquals(GeneratedRecords.request(RESOURCE, GeneratedRecords.records(events, time)), parse());
    }

    @Property
    void shouldCutRequestsWithinTheirLimit(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int count,
            @ForAll @IntRange(min = SMALLEST_REQUEST_BYTES, max = 100_000) int maxRequestBytes) throws IOException {
        List<CognitiveEvent> events = AnyEvents.ofShortNames(seed).next(count);
        List<LogRecord> sent = new ArrayList<>();
        int from = 0;
        while (from < count) {
            int next = encoder.encode(events, from, 1, maxRequestBytes, buffer);
            assertTrue(next > from, "nothing from " + from);
            assertTrue(buffer.length() <= maxRequestBytes, buffer.length() + " of " + maxRequestBytes);
            ExportLogsServiceRequest request = parse();
            if (next < count) {
                // No event more would have fitted.
                List<LogRecord> more = GeneratedRecords.records(events.subList(from, next + 1), 1);
                // Two lengths of four bytes may be longer than they need to be.
                int spare = 2 * 3;
                assertTrue(GeneratedRecords.request(RESOURCE, more).getSerializedSize() + spare > maxRequestBytes,
                        "cut before " + next);
            }
            sent.addAll(records(request));
            from = next;
        }
        assertEquals(GeneratedRecords.records(events, 1), sent);
    }

    @Example
    void shouldNotWriteAnEventThatIsTooLargeAlone() throws IOException {
        CognitiveEvent large = new PrimingEvent(1, new TracedThread(1, "n".repeat(70_000)), 0, 1, 0,
                PrimingType.SEMANTIC, 1, 1, 1);
        List<CognitiveEvent> events =
                List.of(AnyEvents.ofShortNames(1).next(), large, AnyEvents.ofShortNames(2).next());
        assertEquals(1, encoder.encode(events, 0, 1, 65_536, buffer));
        assertEquals(1, encoder.encode(events, 1, 1, 65_536, buffer));
        assertEquals(0, buffer.length());
        assertEquals(3, encoder.encode(events, 2, 1, 65_536, buffer));
        assertEquals(GeneratedRecords.records(events.subList(2, 3), 1), records(parse()));
    }

    @Example
    void shouldKeepWhatThreadsShareApartWhenThereAreMany() throws IOException {
        List<CognitiveEvent> events = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            // More threads than are kept, and each of them twice.
            TracedThread thread = new TracedThread(i % 2_500, "thread " + i % 2_500);
            events.add(new PrimingEvent(i, thread, i, i % 3 == 0 ? 0.5 : 1, 0, PrimingType.ofCode(i % 3), 1, i, i));
        }
        assertEquals(5_000, encoder.encode(events, 0, 1, NO_LIMIT, buffer));
        assertEquals(GeneratedRecords.records(events, 1), records(parse()));
    }

    @Example
    void shouldTellLosses() throws IOException {
        encoder.encodeLoss(Map.of("overwritten", 1_000_000_000_000L), 99, buffer);
        LogRecord record = LogRecord.newBuilder().setTimeUnixNano(99).setObservedTimeUnixNano(99)
                .setSeverityNumberValue(13).setEventName("cognitive.trace.loss")
                .addAttributes(GeneratedRecords.integer("cognitive.loss.overwritten", 1_000_000_000_000L)).build();
        assertEquals(GeneratedRecords.request(RESOURCE, List.of(record)), parse());
    }

    private ExportLogsServiceRequest parse() throws IOException {
        return ExportLogsServiceRequest.parseFrom(ByteString.copyFrom(buffer.toByteBuffer()));
    }

    private static List<LogRecord> records(ExportLogsServiceRequest request) {
        return request.getResourceLogs(0).getScopeLogs(0).getLogRecordsList();
    }
}
