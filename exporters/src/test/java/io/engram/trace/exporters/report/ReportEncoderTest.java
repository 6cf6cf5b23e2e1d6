// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.core.EventType;
import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.exporters.json.SampleEvents;
import io.engram.trace.exporters.labels.NodeLabels;
import io.engram.trace.exporters.resource.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportEncoderTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"data\">(.*)</script>\n<script>", Pattern.DOTALL);
    private static final Resource NOBODY = new Resource(Map.of());
    private static final int MAX_LENGTH = 15_000_000;

    private static ReportContent content(List<CognitiveEvent> events, NodeLabels labels) {
        return new ReportContent(NOBODY, events, true, Map.of(), Map.of(), labels);
    }

    private static String encode(ReportContent content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ReportEncoder().write(content, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String data(String page) {
        Matcher data = DATA.matcher(page);
        assertTrue(data.find());
        return data.group(1);
    }

    private static JsonNode json(ReportContent content) throws IOException {
        return MAPPER.readTree(data(encode(content)));
    }

    private static long[] numbers(JsonNode column) throws IOException {
        long[] numbers = new long[column.get("size").intValue()];
        int each = column.get("bits").intValue() / Byte.SIZE;
        if (each == 0) {
            return numbers;
        }
        ByteBuffer bytes = ByteBuffer.wrap(column.get("data").binaryValue()).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(numbers.length * each, bytes.remaining());
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (each) {
                case 1 -> Byte.toUnsignedLong(bytes.get());
                case 2 -> Short.toUnsignedLong(bytes.getShort());
                case 4 -> Integer.toUnsignedLong(bytes.getInt());
                default -> bytes.getLong();
            };
        }
        return numbers;
    }

    private static Map<String, long[]> all(JsonNode columns) throws IOException {
        Map<String, long[]> all = new HashMap<>();
        for (Map.Entry<String, JsonNode> column : columns.properties()) {
            all.put(column.getKey(), numbers(column.getValue()));
        }
        return all;
    }

    /** The events, made from the columns again. */
    private static List<CognitiveEvent> events(JsonNode json) throws IOException {
        Map<String, long[]> columns = all(json.get("columns"));
        Map<String, long[]> ids = all(json.get("dictionaries"));
        long[] nodes = ids.get("nodes");
        List<CognitiveEvent> events = new ArrayList<>();
        for (int i = 0; i < json.get("events").intValue(); i++) {
            long time = json.get("origin").asLong() + columns.get("time")[i];
            JsonNode one = json.get("threads").get((int) columns.get("thread")[i]);
            TracedThread thread = new TracedThread(one.get(0).asLong(), one.get(1).textValue());
            long position = columns.get("position")[i];
            double rate = json.get("rates").get((int) columns.get("rate")[i]).doubleValue();
            long correlation = ids.get("correlations")[(int) columns.get("correlation")[i]];
            int at = (int) columns.get("span")[i] - 1;
            SpanContext span = at < 0 ? null : new SpanContext(ids.get("traceHigh")[at], ids.get("traceLow")[at],
                    ids.get("spanId")[at], (int) ids.get("traceFlags")[at]);
            long subject = nodes[(int) columns.get("subject")[i]];
            NodeIds others = NodeIds.first((int) columns.get("others")[i], nodes[(int) columns.get("other0")[i]],
                    nodes[(int) columns.get("other1")[i]], nodes[(int) columns.get("other2")[i]]);
            int count = (int) columns.get("count")[i];
            float value = Float.intBitsToFloat((int) columns.get("value")[i]);
            int subtype = (int) columns.get("subtype")[i];
            events.add(switch (EventType.ofCode((int) columns.get("type")[i])) {
                case PRIMING -> new PrimingEvent(time, thread, position, rate, correlation,
                        PrimingType.ofCode(subtype), value, others.get(0), subject, span);
                case INTERFERENCE -> new InterferenceEvent(time, thread, position, rate, correlation,
                        InterferenceType.ofCode(subtype), value, subject, others, count, span);
                case RECONSOLIDATION -> new ReconsolidationEvent(time, thread, position, rate, correlation, subject,
                        Float.intBitsToFloat((int) columns.get("window")[i]), count,
                        ids.get("masks")[(int) columns.get("mask")[i]], value, span);
                case FALSE_MEMORY -> new FalseMemoryEvent(time, thread, position, rate, correlation, subject, others,
                        count, value, span);
            });
        }
        return events;
    }

    private static List<CognitiveEvent> sorted(List<CognitiveEvent> events) {
        return events.stream().sorted(Comparator.comparingLong(CognitiveEvent::timeUnixNano)).toList();
    }

    @Test
    void shouldHoldWhateverEventsUnchanged() throws IOException {
        List<CognitiveEvent> events = new SampleEvents(21).next(3_000);
        assertEquals(sorted(events), events(json(content(events, NodeLabels.NONE))));
    }

    @Test
    void shouldHoldNoEvents() throws IOException {
        JsonNode json = json(content(List.of(), NodeLabels.NONE));
        assertEquals(0, json.get("events").intValue());
        assertEquals("0", json.get("origin").textValue());
        assertEquals(List.of(), events(json));
    }

    @Test
    void shouldKeepIdsThatScriptsHaveNoNumbersFor() throws IOException {
        BigInteger large = BigInteger.ONE.shiftLeft(63).add(BigInteger.valueOf(12_345));
        List<CognitiveEvent> events = List.of(new PrimingEvent(7, new TracedThread(1, "main"), 0, 1, -1,
                PrimingType.REPETITION, 0.5f, large.longValue(), -2));
        JsonNode json = json(content(events, NodeLabels.of(Map.of(large.longValue(), "sleep", 9L, "unused"))));
        assertEquals(64, json.get("dictionaries").get("nodes").get("bits").intValue());
        long[] nodes = numbers(json.get("dictionaries").get("nodes"));
        assertEquals("18446744073709551614", Long.toUnsignedString(nodes[0]));
        assertEquals(large.toString(), Long.toUnsignedString(nodes[1]));
        assertEquals(MAPPER.readTree("{\"1\":\"sleep\"}"), json.get("labels"));
        assertEquals(events, events(json));
    }

    @Test
    void shouldLetNoTextBreakOut() throws IOException {
        String evil = "</script><script>alert(1)</script><!--<script>]]>&lt; \u2028\"'\\";
        List<CognitiveEvent> events = List.of(new PrimingEvent(7, new TracedThread(1, evil), 0, 1, 0,
                PrimingType.SEMANTIC, 0.5f, 1, 2));
        String page = encode(new ReportContent(new Resource(Map.of("service.name", evil, evil, "\uD83E")), events, true,
                Map.of(), Map.of(evil, 3L), NodeLabels.of(Map.of(2L, evil.replace("\u2028", "")))));
        String data = data(page);
        assertFalse(data.contains("<") || data.contains(">") || data.contains("&"), data);
        assertEquals(2, page.split("</script>", -1).length - 1);
        JsonNode json = MAPPER.readTree(data);
        assertEquals(evil, json.get("threads").get(0).get(1).textValue());
        assertEquals(evil, json.get("resource").get("service.name").textValue());
        assertEquals("?", json.get("resource").get(evil).textValue());
        assertEquals(evil.replace("\u2028", ""), json.get("labels").get("0").textValue());
        assertEquals("3", json.get("lost").get(evil).textValue());
    }

    @Test
    void shouldHoldAccountsAsText() throws IOException {
        TypeStats stats = new TypeStats(Long.MAX_VALUE, 1, Map.of(RejectReason.NO_RING, 2L, RejectReason.CLOSED, 0L), 3,
                4, 5, Map.of(DiscardReason.QUEUE_FULL, 6L), 7, 8);
        JsonNode json = json(new ReportContent(NOBODY, List.of(), false, Map.of(EventType.FALSE_MEMORY, stats),
                Map.of(), NodeLabels.NONE));
        assertFalse(json.get("complete").booleanValue());
        assertEquals(MAPPER.readTree("{\"false_memory\":{\"observed\":\"9223372036854775807\",\"sampledOut\":\"1\","
                + "\"recorded\":\"3\",\"exported\":\"4\",\"overwritten\":\"5\",\"inRing\":\"7\",\"inCollector\":\"8\","
                + "\"rejected\":{\"no_ring\":\"2\"},\"discarded\":{\"queue_full\":\"6\"}}}"), json.get("accounts"));
    }

    /** The worst there is: all ids and spans differ. */
    @Test
    void shouldStaySmall() throws IOException {
        Random random = new Random(3);
        List<CognitiveEvent> events = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            NodeIds others = NodeIds.of(random.nextLong(), random.nextLong(), random.nextLong());
            SpanContext span = new SpanContext(random.nextLong() | 1, random.nextLong(), random.nextLong() | 1, 1);
            events.add(new InterferenceEvent(i * 1_000_000L, new TracedThread(i % 8, "worker"), i, 1, random.nextLong(),
                    InterferenceType.FAN, random.nextFloat(), random.nextLong(), others, 3, span));
        }
        String page = encode(content(events, NodeLabels.NONE));
        assertEquals(100_000, MAPPER.readTree(data(page)).get("events").intValue());
        assertTrue(page.length() < MAX_LENGTH, () -> page.length() + " characters");
    }

    /** What the policy allows is the style and the script of the page, and nothing else. */
    @Test
    void shouldForbidAllButItself() throws IOException, NoSuchAlgorithmException {
        String page = encode(content(List.of(), NodeLabels.NONE));
        assertEquals(hash(between(page, "<style>", "</style>")), between(page, "style-src '", "'"));
        assertEquals(hash(between(page, "</script>\n<script>", "</script>")), between(page, "script-src '", "'"));
        assertTrue(page.contains("default-src 'none';"));
        assertFalse(Pattern.compile("(src|href|action)=\"(?!#|data:)|@import|url\\((?!#)|\\son[a-z]+=\"|\\sstyle=\"")
                .matcher(page).find());
        assertFalse(page.contains("{{"));
    }

    private static String between(String text, String before, String after) {
        int start = text.indexOf(before) + before.length();
        return text.substring(start, text.indexOf(after, start));
    }

    private static String hash(String text) throws NoSuchAlgorithmException {
        return "sha256-" + Base64.getEncoder().encodeToString(
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
