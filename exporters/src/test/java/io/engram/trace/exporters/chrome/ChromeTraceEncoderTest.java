// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.chrome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.core.EventType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.json.JsonEncoder;
import io.engram.trace.exporters.json.SampleEvents;
import io.engram.trace.exporters.labels.NodeLabels;
import io.engram.trace.exporters.resource.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChromeTraceEncoderTest {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final long START = 1_795_000_000_123_456_789L;
    private static final TracedThread MAIN = new TracedThread(1, "main");
    private static final TracedThread WORKER = new TracedThread(29, "worker \"7\" \\ \uD83E\uDDE0\n");
    private static final Resource RESOURCE =
            new Resource(Map.of("process.pid", "4711", "service.name", "memory \"palace\""));

    private static CognitiveEvent event(long nanos, TracedThread thread, long correlationId) {
        return new PrimingEvent(START + nanos, thread, nanos, 1, correlationId, PrimingType.SEMANTIC, 0.5f, 1, -1);
    }

    private static String encode(Resource resource, List<CognitiveEvent> events) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ChromeTraceEncoder().write(resource, events, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode document(List<CognitiveEvent> events) throws IOException {
        return MAPPER.readTree(encode(RESOURCE, events));
    }

    private static List<JsonNode> ofPhase(JsonNode document, String phases) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode one : document.get("traceEvents")) {
            if (phases.contains(one.get("ph").textValue())) {
                found.add(one);
            }
        }
        return found;
    }

    @Test
    void shouldWriteADocumentOfNoEvents() throws IOException {
        JsonNode document = document(List.of());
        assertEquals(1, document.get("traceEvents").size());
        assertEquals("process_name", document.get("traceEvents").get(0).get("name").textValue());
        assertEquals("ns", document.get("displayTimeUnit").textValue());
    }

    @Test
    void shouldNameProcessAndThreads() throws IOException {
        JsonNode document = document(List.of(event(0, MAIN, 0), event(1, WORKER, 0), event(2, MAIN, 0)));
        List<JsonNode> names = ofPhase(document, "M");
        assertEquals(3, names.size());
        assertEquals("memory \"palace\"", names.get(0).get("args").get("name").textValue());
        Map<Integer, String> threads = new HashMap<>();
        for (JsonNode name : names.subList(1, 3)) {
            assertEquals("thread_name", name.get("name").textValue());
            threads.put(name.get("tid").intValue(), name.get("args").get("name").textValue());
        }
        assertEquals(Map.of(1, MAIN.name(), 29, WORKER.name()), threads);
        document.get("traceEvents").forEach(one -> assertEquals(4711, one.get("pid").intValue()));
        assertEquals(Long.toString(START), document.get("otherData").get("time_origin_unix_nano").textValue());
        assertEquals("memory \"palace\"", document.get("otherData").get("service.name").textValue());
    }

    @Test
    void shouldDrawEachEventAsASliceWithItsFields() throws IOException {
        List<CognitiveEvent> events = new SampleEvents(5).next(2_000);
        List<JsonNode> slices = ofPhase(document(events), "X");
        List<CognitiveEvent> sorted =
                events.stream().sorted(Comparator.comparingLong(CognitiveEvent::timeUnixNano)).toList();
        assertEquals(sorted.size(), slices.size());
        long origin = sorted.getFirst().timeUnixNano();
        JsonEncoder encoder = new JsonEncoder();
        for (int i = 0; i < sorted.size(); i++) {
            CognitiveEvent event = sorted.get(i);
            JsonNode slice = slices.get(i);
            EncodeBuffer line = new EncodeBuffer(100);
            encoder.writeEvent(event, line);
            assertEquals(MAPPER.readTree(new String(line.array(), 0, line.length(), StandardCharsets.UTF_8)),
                    slice.get("args"));
            assertEquals(event.eventType().label(), slice.get("name").textValue());
            assertEquals(0, new BigDecimal(Long.toUnsignedString(event.timeUnixNano() - origin)).movePointLeft(3)
                    .compareTo(slice.get("ts").decimalValue()), slice::toString);
        }
    }

    @Test
    void shouldNameLabelledNodes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ChromeTraceEncoder(NodeLabels.of(Map.of(-1L, "sleep")))
                .write(RESOURCE, List.of(event(0, MAIN, 0)), out);
        JsonNode slice = ofPhase(MAPPER.readTree(out.toByteArray()), "X").getFirst();
        assertEquals(MAPPER.valueToTree(Map.of("18446744073709551615", "sleep")), slice.get("args").get("labels"));
    }

    @Test
    void shouldKeepNanoseconds() throws IOException {
        String text = encode(RESOURCE, List.of(event(0, MAIN, 0), event(86_400_000_000_007L, MAIN, 0)));
        assertTrue(text.contains("\"ts\":0.000,"), text);
        assertTrue(text.contains("\"ts\":86400000000.007,"), text);
    }

    @Test
    void shouldNotReachIntoTheNextEventOfItsThread() throws IOException {
        List<JsonNode> slices = ofPhase(document(List.of(event(0, MAIN, 0), event(300, WORKER, 0), event(400, MAIN, 0),
                event(400, MAIN, 0), event(5_000, MAIN, 0))), "X");
        assertEquals(List.of(0.4, 1.0, 0.0, 1.0, 1.0),
                slices.stream().map(slice -> slice.get("dur").doubleValue()).toList());
    }

    @Test
    void shouldDrawArrowsBetweenEventsOfACorrelation() throws IOException {
        long other = -2;
        JsonNode document = document(List.of(event(50, WORKER, 7), event(0, MAIN, 7), event(10, MAIN, other),
                event(20, WORKER, other), event(30, MAIN, 7), event(40, MAIN, 99), event(60, MAIN, 0),
                event(50, WORKER, 7)));
        List<String> chain = new ArrayList<>();
        JsonNode before = null;
        for (JsonNode one : document.get("traceEvents")) {
            if ("stf".contains(one.get("ph").textValue())) {
                chain.add(one.get("ph").textValue() + one.get("id").textValue() + "@" + one.get("ts"));
                assertEquals("e", one.get("bp").textValue());
                assertEquals("X", before.get("ph").textValue());
                assertEquals(before.get("ts"), one.get("ts"));
                assertEquals(before.get("tid"), one.get("tid"));
            }
            before = one;
        }
        String seven = "0x0000000000000007";
        String minusTwo = "0xfffffffffffffffe";
        assertEquals(List.of("s" + seven + "@0", "s" + minusTwo + "@0.01", "f" + minusTwo + "@0.02",
                "t" + seven + "@0.03", "t" + seven + "@0.05", "f" + seven + "@0.05"), chain);
    }

    @Test
    void shouldPairUpAllArrows() throws IOException {
        Map<String, String> open = new HashMap<>();
        for (JsonNode one : ofPhase(document(new SampleEvents(6).next(3_000)), "stf")) {
            String before = open.put(one.get("id").textValue(), one.get("ph").textValue());
            assertEquals(one.get("ph").textValue().equals("s"), before == null, one::toString);
            assertFalse("f".equals(before), one::toString);
        }
        assertFalse(open.isEmpty());
        assertEquals(Set.of("f"), new HashSet<>(open.values()));
    }

    @Test
    void shouldCountEventsPerSecond() throws IOException {
        List<CognitiveEvent> events = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            events.add(event(i * 1_000_000L, i % 2 == 0 ? MAIN : WORKER, 0));
        }
        List<JsonNode> counters = ofPhase(document(events), "C");
        // 999 ms in buckets of 5 ms, and the end.
        assertEquals(201, counters.size());
        for (int i = 0; i < 200; i++) {
            assertEquals("priming", counters.get(i).get("name").textValue());
            assertEquals(5_000.0 * i, counters.get(i).get("ts").doubleValue());
            assertEquals(1_000, counters.get(i).get("args").get("events/s").doubleValue());
        }
        assertEquals(0, counters.getLast().get("args").get("events/s").doubleValue());
    }

    @Test
    void shouldCountEveryEventOnceHoweverFarTheyLieApart() throws IOException {
        List<CognitiveEvent> events = new SampleEvents(7).next(1_000);
        List<CognitiveEvent> sorted =
                events.stream().sorted(Comparator.comparingLong(CognitiveEvent::timeUnixNano)).toList();
        EventRates rates = new EventRates(sorted);
        assertTrue(rates.buckets() <= 200);
        for (EventType type : EventType.values()) {
            double total = 0;
            for (int i = 0; i < rates.buckets(); i++) {
                total += rates.perSecond(type, i) * rates.bucketNanos() / 1e9;
            }
            assertEquals(events.stream().filter(one -> one.eventType() == type).count(), Math.round(total));
        }
        assertTrue(ofPhase(document(events), "C").size() <= 4 * 201);
    }

    @Test
    void shouldGiveEachThreadATrackThatViewersCanHold() throws IOException {
        List<TracedThread> threads = List.of(MAIN, new TracedThread(1, "renamed"), new TracedThread(0, "unknown"),
                new TracedThread(1L << 40, "far"), new TracedThread(Integer.MAX_VALUE, "last"));
        List<CognitiveEvent> events = threads.stream().map(thread -> event(0, thread, 0)).toList();
        Map<Integer, String> tracks = new HashMap<>();
        for (JsonNode name : ofPhase(document(events), "M")) {
            if (name.get("name").textValue().equals("thread_name")) {
                assertTrue(name.get("tid").isInt() && name.get("tid").intValue() > 0, name::toString);
                tracks.put(name.get("tid").intValue(), name.get("args").get("name").textValue());
            }
        }
        assertEquals(5, tracks.size());
        for (JsonNode slice : ofPhase(document(events), "X")) {
            assertEquals(tracks.get(slice.get("tid").intValue()), slice.get("args").get("thread_name").textValue());
        }
    }

    @Test
    void shouldPutEachElementOnALineOfItsOwn() throws IOException {
        String text = encode(new Resource(Map.of()), List.of(event(0, MAIN, 0)));
        assertEquals(1 + 2 + 1 + 2, text.lines().count(), text);
        assertTrue(text.endsWith("}\n"), text);
    }

    @Test
    void shouldNumberAProcessWhoseIdIsNoNumber() throws IOException {
        JsonNode document = MAPPER.readTree(encode(new Resource(Map.of("process.pid", "many")),
                List.of(event(0, MAIN, 0))));
        document.get("traceEvents").forEach(one -> assertEquals(1, one.get("pid").intValue()));
    }
}
