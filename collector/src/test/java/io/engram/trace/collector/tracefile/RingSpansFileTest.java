// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import static io.engram.trace.collector.tracefixture.TraceFileFixture.TICK_ZERO_EPOCH_NANOS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.SpanContext;
import io.engram.trace.collector.tracefixture.FixtureRing;
import io.engram.trace.collector.tracefixture.KeyedEvents;
import io.engram.trace.collector.tracefixture.TraceFileFixture;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingSpans;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spans of the records of rings that have one writer. */
class RingSpansFileTest {
    private static final int CAPACITY = 160;
    private static final int PLACES = 10;
    private static final TracedThread THREAD = new TracedThread(7, "seven");

    @TempDir
    private Path folder;
    private TraceFileFixture fixture;
    private FixtureRing ring;
    private TraceFile file;

    @BeforeEach
    void open() throws IOException {
        fixture = TraceFileFixture.ofRunning(folder.resolve("1.trace"), CAPACITY, 4);
        ring = fixture.addRing(THREAD);
        file = TraceFile.open(fixture.path());
        assertEquals(PLACES, RingSpans.places(CAPACITY));
    }

    @AfterEach
    void close() throws IOException {
        file.close();
        fixture.close();
    }

    /** The events of keys that are also their positions, each within a span. */
    private static List<CognitiveEvent> events(long from, long to, LongFunction<SpanContext> span) {
        return LongStream.range(from, to).mapToObj(key -> KeyedEvents.event(key, TICK_ZERO_EPOCH_NANOS + key, THREAD,
                key, 1.0, span.apply(key))).toList();
    }

    private List<CognitiveEvent> snapshot() throws IOException {
        return file.snapshot(EventFilter.ALL).events();
    }

    private long place(int index) {
        return RingSpans.offset(CAPACITY) + index * RingSpans.PLACE_BYTES;
    }

    @Test
    void shouldReadNoSpansWhereThereWereNone() throws IOException {
        ring.write(0, 20);
        assertEquals(events(0, 20, key -> null), snapshot());
    }

    @Test
    void shouldReadTheSpanThatHeldWhenARecordWasWritten() throws IOException {
        ring.write(0, 3).changeSpan(1).write(3, 2).changeSpan(3).write(5, 1).changeSpan(2).write(6, 4);
        assertEquals(events(0, 10, key -> key < 3 || key == 5 ? null : KeyedEvents.span(key < 5 ? 1 : 2)), snapshot());
    }

    @Test
    void shouldReadWhatReplacedAChangeWithoutRecords() throws IOException {
        ring.changeSpan(1).write(0, 2).changeSpan(2).replaceSpan(4).replaceSpan(5).write(2, 2);
        ring.changeSpan(7).replaceSpan(8);
        assertEquals(events(0, 4, key -> KeyedEvents.span(key < 2 ? 1 : 5)), snapshot());
    }

    /** Those of the records before them could be any. */
    @Test
    void shouldReadTheLastChangesOnly() throws IOException {
        for (int i = 0; i < 35; i++) {
            ring.changeSpan(i + 1).write(2 * i, 2);
        }
        assertEquals(events(0, 70, key -> key < 2 * (35 - PLACES) ? null : KeyedEvents.span(key / 2 + 1)), snapshot());
    }

    @Test
    void shouldReadSpansOfRecordsThatOverwroteOthers() throws IOException {
        ring.changeSpan(1).write(0, 2 * CAPACITY).changeSpan(2).write(2 * CAPACITY, 10);
        assertEquals(events(CAPACITY + 10, 2 * CAPACITY + 10, key -> KeyedEvents.span(key < 2 * CAPACITY ? 1 : 2)),
                snapshot());
    }

    /** A writer that stands, or was killed, in the middle of a change. */
    @Test
    void shouldNotGuessWhereAChangeIsNotWhole() throws IOException {
        ring.changeSpan(1).write(0, 2).changeSpan(2).write(2, 2).changeSpan(4).write(4, 2);
        // The one of span 2: where it began is not known either.
        ring.memory().set(ValueLayout.JAVA_LONG, place(1), RecordLayout.writingStamp(9));
        assertEquals(events(0, 6, key -> key < 4 ? null : KeyedEvents.span(4)), snapshot());
    }

    /** It was about to write the next one. */
    @Test
    void shouldReadTheLastSpanOfAWriterThatWasKilledInAChange() throws IOException {
        ring.changeSpan(1).write(0, 2).changeSpan(2).write(2, 2);
        ring.memory().set(ValueLayout.JAVA_LONG, place(2), RecordLayout.writingStamp(2));
        assertEquals(events(0, 4, key -> KeyedEvents.span(key < 2 ? 1 : 2)), snapshot());
    }

    /** Between two scopes: the change to no span was about to become one to the next span. */
    @Test
    void shouldReadTheLastSpanOfAWriterThatWasKilledInAReplacement() throws IOException {
        ring.changeSpan(1).write(0, 2).changeSpan(2).write(2, 2).changeSpan(3);
        ring.memory().set(ValueLayout.JAVA_LONG, place(2), RecordLayout.writingStamp(3));
        assertEquals(events(0, 4, key -> KeyedEvents.span(key < 2 ? 1 : 2)), snapshot());
    }

    @Test
    void shouldFollowSpansFromPollToPoll() throws IOException {
        Tail tail = file.tail(true);
        List<CognitiveEvent> followed = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            ring.changeSpan(i).write(3L * i, 3);
            if (i % PLACES == PLACES - 1) {
                followed.addAll(tail.poll(1_000));
            }
        }
        assertEquals(events(0, 1_500, key -> KeyedEvents.span(key / 3)), followed);
    }

    /** In a file of any content. */
    @Test
    void shouldTakeNothingForAChangeThatIsNone() throws IOException {
        ring.changeSpan(1).write(0, 2).changeSpan(2).write(2, 2);
        long position = place(1) + 2 * Long.BYTES;
        for (long bad : new long[] {0, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            ring.memory().set(ValueLayout.JAVA_LONG, position, bad);
            assertEquals(events(0, 4, key -> null), snapshot());
        }
        ring.memory().set(ValueLayout.JAVA_LONG, position, 2);
        long spanId = place(1) + 5 * Long.BYTES;
        ring.memory().set(ValueLayout.JAVA_LONG, spanId, 0);
        assertEquals(events(0, 4, key -> key < 2 ? KeyedEvents.span(1) : null), snapshot());
    }
}
