// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.json.SampleEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What other people's code reads from the requests is what a plain model says should be in them. */
class LokiEncoderProperties {
    private static final int MAX_LINE_BYTES = 262_144;
    private static final Map<String, String> USER_LABELS = Map.of("env", "a \"quoted\" \\ one\n\u0001 é", "_b", "");

    /** The last time of each stream. */
    private final Map<Map<String, String>, Long> lastTimes = new HashMap<>();

    private static byte[] body(LokiEncoder encoder) {
        EncodeBuffer body = encoder.body();
        int length = body.length();
        return Arrays.copyOf(body.array(), length);
    }

    @Property(tries = 100)
    void shouldHoldAllEventsInOrderWithinItsLimits(@ForAll long seed, @ForAll LokiEncoding encoding,
            @ForAll @IntRange(min = 1 << 16, max = 1 << 20) int maxBytes,
            @ForAll @IntRange(min = 1, max = 700) int maxEvents)
            throws IOException {
        lastTimes.clear();
        LokiEncoder encoder = new LokiEncoder(encoding, USER_LABELS, maxBytes, maxEvents);
        SampleEvents sample = new SampleEvents(seed);
        Random random = new Random(seed);
        for (int batch = 0; batch < 4; batch++) {
            List<CognitiveEvent> events = sample.next(1 + random.nextInt(400));
            String service = random.nextBoolean() ? "svc" : "another \uD83E\uDDE0";
            int from = 0;
            while (from < events.size()) {
                int to = encoder.encode(events, from, service);
                assertTrue(to > from);
                List<CognitiveEvent> held = new ArrayList<>();
                for (int i = from; i < to; i++) {
                    if (!encoder.refused().contains(i)) {
                        held.add(events.get(i));
                    } else {
                        assertTooLong(events.get(i), maxBytes);
                    }
                }
                assertEquals(held.size(), encoder.entries());
                assertTrue(held.size() <= maxEvents);
                if (held.isEmpty()) {
                    from = to;
                    continue;
                }
                byte[] plain = PushRequests.plain(encoding, body(encoder));
                assertTrue(plain.length <= maxBytes, plain.length + " bytes");
                List<PushRequests.Stream> streams = PushRequests.streams(encoding, plain);
                if (random.nextInt(4) == 0) {
                    // Not accepted: it comes again, and nothing of it may have changed.
                    encoder.revert();
                    assertEquals(to, encoder.encode(events, from, service));
                    assertEquals(streams, PushRequests.streams(encoding, PushRequests.plain(encoding, body(encoder))));
                }
                encoder.accept();
                assertHolds(held, service, streams);
                from = to;
            }
        }
    }

    private static void assertTooLong(CognitiveEvent event, int maxBytes) throws IOException {
        int line = ExpectedEntries.line(event).getBytes(StandardCharsets.UTF_8).length;
        // Beside the line there are metadata, the labels, and in JSON the escapes.
        assertTrue(line > MAX_LINE_BYTES || 2 * line + 4_096 > maxBytes, line + " bytes");
    }

    private void assertHolds(List<CognitiveEvent> events, String service, List<PushRequests.Stream> streams)
            throws IOException {
        Map<Map<String, String>, List<PushRequests.Entry>> expected = new HashMap<>();
        for (CognitiveEvent event : events) {
            Map<String, String> labels = new TreeMap<>(USER_LABELS);
            labels.put("service_name", service);
            labels.put("event_type", event.eventType().label());
            Long last = lastTimes.get(labels);
            long time = last == null || event.timeUnixNano() > last ? event.timeUnixNano() : last + 1;
            lastTimes.put(labels, time);
            expected.computeIfAbsent(labels, key -> new ArrayList<>()).add(new PushRequests.Entry(time,
                    ExpectedEntries.line(event), ExpectedEntries.metadata(event)));
        }
        Map<Map<String, String>, List<PushRequests.Entry>> found = new HashMap<>();
        for (PushRequests.Stream stream : streams) {
            assertFalse(found.containsKey(stream.labels()), "a stream in two parts");
            found.put(stream.labels(), stream.entries());
        }
        assertEquals(expected, found);
    }

    private static PrimingEvent named(String threadName, long time) {
        return new PrimingEvent(time, new TracedThread(1, threadName), 0, 1, 0, PrimingType.SEMANTIC, 1, 1, 2);
    }

    @Property(tries = 6)
    void shouldRefuseLinesThatLokiRefusesAndNoOthers(@ForAll LokiEncoding encoding) throws IOException {
        int others = ExpectedEntries.line(named("", 1)).length();
        List<CognitiveEvent> events = List.of(named("a", 1), named("n".repeat(MAX_LINE_BYTES - others), 1),
                named("n".repeat(MAX_LINE_BYTES - others + 1), 1), named("b", 1), named("n".repeat(3_000_000), 1),
                named("\u0001".repeat(MAX_LINE_BYTES / 6 + 1), 1), named("c", 1));
        LokiEncoder encoder = new LokiEncoder(encoding, Map.of(), 4 << 20, 100);
        assertEquals(events.size(), encoder.encode(events, 0, "svc"));
        assertEquals(List.of(2, 4, 5), encoder.refused());
        List<PushRequests.Stream> streams =
                PushRequests.streams(encoding, PushRequests.plain(encoding, body(encoder)));
        assertEquals(1, streams.size());
        List<PushRequests.Entry> entries = new ArrayList<>();
        long time = 1;
        for (int index : new int[] {0, 1, 3, 6}) {
            entries.add(new PushRequests.Entry(time++, ExpectedEntries.line(events.get(index)),
                    ExpectedEntries.metadata(events.get(index))));
        }
        assertEquals(entries, streams.getFirst().entries());
    }

    @Property(tries = 6)
    void shouldRefuseAnEventThatHasNoTimeLeft(@ForAll LokiEncoding encoding) {
        LokiEncoder encoder = new LokiEncoder(encoding, Map.of(), 1 << 20, 100);
        List<CognitiveEvent> events = List.of(named("a", Long.MAX_VALUE - 1), named("a", 5), named("a", 6));
        assertEquals(3, encoder.encode(events, 0, "svc"));
        assertEquals(List.of(2), encoder.refused());
        encoder.revert();
        assertEquals(3, encoder.encode(List.of(named("a", 5), named("a", 6), named("a", 7)), 0, "svc"));
        assertEquals(List.of(), encoder.refused());
    }

    @Property(tries = 6)
    void shouldTellLossesInAStreamOfTheirOwn(@ForAll LokiEncoding encoding) throws IOException {
        LokiEncoder encoder = new LokiEncoder(encoding, Map.of("env", "prod"), 1 << 16, 100);
        for (int round = 0; round < 2; round++) {
            encoder.encodeLoss(Map.of("no_ring", 3L + round), 1_800_000_000_000_000_000L, "svc");
            List<PushRequests.Stream> streams =
                    PushRequests.streams(encoding, PushRequests.plain(encoding, body(encoder)));
            encoder.accept();
            assertEquals(1, encoder.entries());
            assertEquals(Map.of("service_name", "svc", "event_type", "loss", "env", "prod"),
                    streams.getFirst().labels());
            assertEquals(List.of(new PushRequests.Entry(1_800_000_000_000_000_000L + round,
                    "{\"time_unix_nano\":\"1800000000000000000\",\"timestamp\":\"2027-01-15T08:00:00.000000000Z\","
                            + "\"event_type\":\"loss\",\"lost\":{\"no_ring\":" + (3 + round) + "}}", Map.of())),
                    streams.getFirst().entries());
            assertEquals(1, streams.size());
        }
    }

    @Example
    void shouldWriteLinesThatAreJson() throws IOException {
        LokiEncoder encoder = new LokiEncoder(LokiEncoding.PROTOBUF, Map.of(), 4 << 20, 10_000);
        encoder.encode(new SampleEvents(5).next(500), 0, "svc");
        for (PushRequests.Stream stream : PushRequests.streams(LokiEncoding.PROTOBUF,
                PushRequests.plain(LokiEncoding.PROTOBUF, body(encoder)))) {
            for (PushRequests.Entry entry : stream.entries()) {
                assertEquals(stream.labels().get("event_type"),
                        new ObjectMapper().readTree(entry.line()).get("event_type").asText());
            }
        }
    }

    @Example
    void shouldCutAServiceNameToWhatALabelHolds() throws IOException {
        for (String service : List.of("s".repeat(3_000), "é".repeat(3_000), "\uD83E\uDDE0".repeat(3_000))) {
            LokiEncoder encoder = new LokiEncoder(LokiEncoding.PROTOBUF, Map.of(), 1 << 16, 100);
            encoder.encode(List.of(named("a", 1)), 0, service);
            String label = PushRequests.streams(LokiEncoding.PROTOBUF,
                    PushRequests.plain(LokiEncoding.PROTOBUF, body(encoder))).getFirst().labels().get("service_name");
            assertTrue(service.startsWith(label));
            assertEquals(2_048, label.getBytes(StandardCharsets.UTF_8).length);
        }
    }
}
