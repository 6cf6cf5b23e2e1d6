// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.tracefile.TraceFile;
import io.engram.trace.collector.tracefixture.FixtureRing;
import io.engram.trace.collector.tracefixture.KeyedEvents;
import io.engram.trace.collector.tracefixture.TraceFileFixture;
import io.engram.trace.core.EventType;
import io.engram.trace.core.spi.TracedThread;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveStreamTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TracedThread MAIN = new TracedThread(1, "main");

    @TempDir
    private Path folder;

    private static final class Lines {
        private final List<Long> keys = new ArrayList<>();
        private long lost;

        Lines(String text) throws IOException {
            assertTrue(text.isEmpty() || text.endsWith("\n"), text);
            for (String line : text.lines().toList()) {
                JsonNode one = MAPPER.readTree(line);
                if (one.get("event_type").textValue().equals("loss")) {
                    assertEquals("main", one.get("thread_name").textValue());
                    lost += one.get("lost").get("overwritten").longValue();
                } else {
                    keys.add(~Long.parseUnsignedLong(one.get("correlation_id").textValue()));
                }
            }
        }
    }

    private static List<Long> range(long from, long to) {
        List<Long> keys = new ArrayList<>();
        for (long key = from; key < to; key++) {
            keys.add(key);
        }
        return keys;
    }

    @Test
    void shouldWriteWhatIsInTheRingsAndWhatComesUntilTheTracerIsClosed() throws Exception {
        try (TraceFileFixture fixture = TraceFileFixture.ofRunning(folder.resolve("1.trace"), 64, 2);
                TraceFile file = TraceFile.open(fixture.path()); Interruption interruption = new Interruption()) {
            FixtureRing ring = fixture.addRing(MAIN).write(0, 20);
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            // What comes is written when what was there has been flushed: no sooner can a reader see it.
            OutputStream out = new OutputStream() {
                private int flushes;

                @Override
                public void write(int value) {
                    text.write(value);
                }

                @Override
                public void write(byte[] bytes, int from, int count) {
                    text.write(bytes, from, count);
                }

                @Override
                public void flush() {
                    flushes++;
                    if (flushes == 1) {
                        ring.write(20, 30);
                        fixture.closeTracer();
                    }
                }
            };
            LiveStream stream = new LiveStream(file, EventFilter.ALL, interruption);
            stream.writeTo(out, true);
            Lines lines = new Lines(text.toString(StandardCharsets.UTF_8));
            assertEquals(range(0, 50), lines.keys);
            assertEquals(50, stream.written());
            assertEquals(0, stream.lost());
        }
    }

    @Test
    void shouldTellExactlyWhatWasOverwritten() throws Exception {
        try (TraceFileFixture fixture = TraceFileFixture.ofRunning(folder.resolve("1.trace"), 16, 2);
                TraceFile file = TraceFile.open(fixture.path()); Interruption interruption = new Interruption()) {
            FixtureRing ring = fixture.addRing(MAIN).write(0, 10);
            ByteArrayOutputStream text = new ByteArrayOutputStream() {
                private int flushes;

                @Override
                public void flush() {
                    flushes++;
                    if (flushes == 1) {
                        ring.write(10, 100);
                    } else if (flushes == 2) {
                        fixture.closeTracer();
                    }
                }
            };
            LiveStream stream = new LiveStream(file, EventFilter.ALL, interruption);
            stream.writeTo(text, true);
            Lines lines = new Lines(text.toString(StandardCharsets.UTF_8));
            assertEquals(range(0, 10), lines.keys.subList(0, 10));
            assertEquals(range(110 - (lines.keys.size() - 10), 110), lines.keys.subList(10, lines.keys.size()));
            assertEquals(110, lines.keys.size() + lines.lost);
            assertTrue(lines.lost >= 100 - 16, lines.lost + " lost");
            assertEquals(lines.lost, stream.lost());
        }
    }

    @Test
    void shouldNotCountAsLostWhatIsNotWanted() throws Exception {
        try (TraceFileFixture fixture = TraceFileFixture.ofEnded(folder.resolve("1.trace"), 64, 2);
                TraceFile file = TraceFile.open(fixture.path()); Interruption interruption = new Interruption()) {
            fixture.beat();
            fixture.addRing(MAIN).write(0, 40);
            EventFilter filter =
                    new EventFilter(EnumSet.of(EventType.PRIMING), Long.MIN_VALUE, Long.MAX_VALUE);
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            LiveStream stream = new LiveStream(file, filter, interruption);
            stream.writeTo(text, true);
            Lines lines = new Lines(text.toString(StandardCharsets.UTF_8));
            assertEquals(range(0, 40).stream().filter(key -> KeyedEvents.type(key) == EventType.PRIMING).toList(),
                    lines.keys);
            assertEquals(0, stream.lost());
        }
    }

    @Test
    void shouldWriteOnlyWhatComesUnlessTold() throws Exception {
        try (TraceFileFixture fixture = TraceFileFixture.ofEnded(folder.resolve("1.trace"), 64, 2);
                TraceFile file = TraceFile.open(fixture.path()); Interruption interruption = new Interruption()) {
            fixture.beat();
            fixture.addRing(MAIN).write(0, 40);
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            new LiveStream(file, EventFilter.ALL, interruption).writeTo(text, false);
            assertEquals("", text.toString(StandardCharsets.UTF_8));
        }
    }
}
