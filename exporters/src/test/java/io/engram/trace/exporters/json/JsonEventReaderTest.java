// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.exporters.resource.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonEventReaderTest {
    private static final String PRIMING = "{\"time_unix_nano\":\"5\",\"timestamp\":\"1970-01-01T00:00:00.000000005Z\","
            + "\"event_type\":\"priming\",\"thread_id\":1,\"thread_name\":\"main\",\"position\":0,\"sample_rate\":1.0,"
            + "\"priming_type\":\"semantic\",\"strength\":0.5,\"source_node\":\"1\",\"target_node\":\"2\"}";

    @TempDir
    private Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("events"), bytes);
    }

    private static byte[] document(List<CognitiveEvent> events) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonEncoder encoder = new JsonEncoder();
        encoder.writeDocumentStart(new Resource(Map.of("service.name", "test")), out);
        encoder.writeElements(events, true, out);
        encoder.writeDocumentEnd(new TestStats().stats().byType(), 0, out);
        return out.toByteArray();
    }

    private static byte[] lines(List<CognitiveEvent> events) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonEncoder encoder = new JsonEncoder();
        encoder.writeLines(events, out);
        encoder.writeLossLine(Map.of("overwritten", 3L), 7, out);
        return out.toByteArray();
    }

    @Test
    void shouldPassOverFieldsOfLaterVersions() throws IOException {
        Path file = file(PRIMING.replace("{\"time", "{\"new\":{\"a\":[{}]},\"newer\":null,"
                + "\"tags\":[\"a\",[1],{}],\"many\":[\"1\",\"2\",\"3\",\"4\"],\"large\":99999999999999999999,\"time")
                .getBytes(StandardCharsets.UTF_8));
        assertEquals(1, Exported.read(file).size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "time_unix_nano":"5",         |                          | without 'time_unix_nano'
            "position":0,                 | "position":"0",          | 'position' is '0', not a whole number
            "event_type":"priming"        | "event_type":"dream"     | event type 'dream' is unknown
            "priming_type":"semantic"     | "priming_type":"fan"     | 'priming_type' is 'fan'
            "source_node":"1"             | "source_node":"-1"       | '-1' is not an unsigned 64-bit id
            "source_node":"1"             | "source_node":1          | 'source_node' is '1', not a string
            "source_node":"1"             | "source_node":["1","2","3","4"] | more than 3 node ids
            "position":0                  | "position":99999999999999999999 | out of range
            "sample_rate":1.0             | "sample_rate":null       | 'sample_rate' is 'NaN', not a number from 0 to 1
            "sample_rate":1.0             | "sample_rate":1.5        | 'sample_rate' is '1.5', not a number from 0 to 1
            "position":0                  | "position":0,"trace_id":"7"  | 'trace_id' is '7', not 32 hexadecimal digits
            "position":0                  | "position":0,"span_id":"0123456789abcdef" | event without 'trace_id'
            {"time                        | [{"time                  | an object was expected
            {"time                        | {"schema_version":2,"time| schema version 2 is not 1
            """)
    void shouldSayWhereAndWhatIsWrong(String part, String other, String words) throws IOException {
        String text = PRIMING + "\n" + PRIMING.replace(part, other == null ? "" : other);
        Path file = file(text.getBytes(StandardCharsets.UTF_8));
        MalformedEventException e = assertThrows(MalformedEventException.class, () -> Exported.read(file));
        assertTrue(e.getMessage().startsWith(file + " line 2 column "), e.getMessage());
        assertTrue(e.getMessage().contains(words), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    @Test
    void shouldReadSpansThatAreWhole() throws IOException {
        String span = ",\"trace_id\":\"0123456789abcdefFEDCBA9876543210\",\"span_id\":\"00000000000000ff\"}";
        SpanContext unflagged = new SpanContext(0x0123_4567_89ab_cdefL, 0xfedc_ba98_7654_3210L, 0xff, 0);
        assertEquals(unflagged, Exported.read(file(PRIMING.replace("}", span).getBytes(StandardCharsets.UTF_8)))
                .getFirst().spanContext());
        for (String bad : List.of(span.replace("ff\"}", "00\"}"), span.replace("ff\"}", "fg\"}"),
                span.replace("}", ",\"trace_flags\":256}"), span.replace("}", ",\"trace_flags\":\"1\"}"),
                ",\"trace_id\":\"0123456789abcdeffedcba9876543210\"}")) {
            Path file = file(PRIMING.replace("}", bad).getBytes(StandardCharsets.UTF_8));
            assertThrows(MalformedEventException.class, () -> Exported.read(file), bad);
        }
    }

    @Test
    void shouldRefuseCountsThatNoRecordHolds() throws IOException {
        String interference = PRIMING.replace("\"event_type\":\"priming\"", "\"event_type\":\"interference\"")
                .replace("}", ",\"interference_type\":\"fan\",\"magnitude\":1,\"competing_nodes\":[],"
                        + "\"competing_count\":COUNT}");
        assertEquals(1, Exported.read(file(interference.replace("COUNT", "65535").getBytes(StandardCharsets.UTF_8)))
                .size());
        for (String count : List.of("65536", "-1", "4294967296")) {
            Path file = file(interference.replace("COUNT", count).getBytes(StandardCharsets.UTF_8));
            MalformedEventException e = assertThrows(MalformedEventException.class, () -> Exported.read(file));
            assertTrue(e.getMessage().contains("'competing_count' is '" + count + "'"), e.getMessage());
        }
    }

    @Test
    void shouldReadADocumentWhoseFieldsWereSorted() throws IOException {
        String end = "\"events\":[" + PRIMING + "],\"exported_at\":\"\",\"resource\":{\"a\":\"b\"}";
        assertEquals(1, Exported.read(file(("{\"accounts\":{}," + end + ",\"schema_version\":1}")
                .getBytes(StandardCharsets.UTF_8))).size());
        assertEquals(1, Exported.read(file(("{" + end + ",\"schema_version\":1}")
                .getBytes(StandardCharsets.UTF_8))).size());
        Path file = file(("{" + end + "}").getBytes(StandardCharsets.UTF_8));
        MalformedEventException e = assertThrows(MalformedEventException.class, () -> Exported.read(file));
        assertTrue(e.getMessage().contains("without 'schema_version'"), e.getMessage());
    }

    @Test
    void shouldReadEveryKindOfFloatBackEqual() throws IOException {
        Random random = new Random(10);
        List<CognitiveEvent> events = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            float any = Float.intBitsToFloat(random.nextInt());
            events.add(new PrimingEvent(1, new TracedThread(1, "main"), 0, 1, 0, PrimingType.SEMANTIC,
                    Float.isFinite(any) ? any : Float.NaN, 1, 2));
        }
        assertEquals(events, Exported.read(file(lines(events))));
    }

    @Test
    void shouldReadWhatIsWholeOfATruncatedFile() throws IOException {
        List<CognitiveEvent> events = new SampleEvents(7).next(6).stream()
                .filter(event -> event.thread().name().length() < 100).toList();
        for (byte[] whole : List.of(document(events), lines(events))) {
            int most = 0;
            for (int length = 0; length < whole.length; length++) {
                try (JsonEventReader reader = JsonEventReader.open(file(Arrays.copyOf(whole, length)))) {
                    int read = 0;
                    for (CognitiveEvent event = reader.next(); event != null; event = reader.next()) {
                        assertEquals(events.get(read++), event);
                    }
                    assertEquals(isCut(whole, length), reader.isTruncated(), "at " + length + " of " + whole.length);
                    assertTrue(read >= most, "fewer events of a longer file");
                    most = read;
                }
            }
            assertEquals(events.size(), most);
        }
    }

    // A document is whole with its last brace, lines are wherever one ends; the line feed does not matter.
    private static boolean isCut(byte[] whole, int length) {
        boolean document = whole[2] == 's';
        boolean lineEnd = length == 0 || whole[length - 1] == '\n' || whole[length] == '\n';
        return document ? length > 0 && length < whole.length - 1 : !lineEnd;
    }

    @Test
    void shouldAnswerAnyDamageByAnIoExceptionOrEvents() throws IOException {
        List<CognitiveEvent> events = new SampleEvents(8).next(8).stream()
                .filter(event -> event.thread().name().length() < 100).toList();
        byte[] document = document(events);
        byte[] lines = lines(events);
        Random random = new Random(9);
        int refused = 0;
        for (int round = 0; round < 10_000; round++) {
            byte[] bytes = (round % 2 == 0 ? document : lines).clone();
            for (int damage = 1 + random.nextInt(4); damage > 0; damage--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                Exported.read(file(bytes));
            } catch (IOException e) {
                refused++;
            }
        }
        assertTrue(refused > 1_000, "refused " + refused);
    }
}
