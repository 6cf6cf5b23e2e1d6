// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.properties;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.load.Words;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import io.engram.trace.memlayout.ring.SharedRingReader;
import io.engram.trace.memlayout.ring.SharedRingTally;
import io.engram.trace.memlayout.ring.SharedRingWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many threads at full speed against a reader, some producers standing in their slots for ever. Acceptable is one
 * outcome only: each claim is read intact, or counted as dropped or overwritten, once; each thread's events come in
 * order.
 */
@Tag("stress")
@Timeout(120)
class SharedRingStressTest {
    private static final int EVENTS = 60_000;
    private static final int BATCH = 64;
    // Numbers of one thread's events take the low bits of what its records say.
    private static final int NUMBER_BITS = 24;
    private static final int ITEMS = 5;

    @ParameterizedTest
    @CsvSource({"1, 2, false, 0", "2, 3, false, 1", "7, 4, true, 2", "64, 8, true, 0", "10000, 4, true, 5"})
    void shouldAccountForEveryClaim(int capacity, int threads, boolean virtual, int standing)
            throws InterruptedException {
        run(SharedRingLayout.WITHOUT_SPANS, capacity, threads, virtual, standing);
    }

    /** Each record tells its own span, or that it has none, though records with and without follow each other. */
    @ParameterizedTest
    @CsvSource({"1, 2, false, 0", "2, 3, true, 1", "64, 8, true, 0"})
    void shouldTellEachRecordsOwnSpan(int capacity, int threads, boolean virtual, int standing)
            throws InterruptedException {
        run(SharedRingLayout.WITH_SPANS, capacity, threads, virtual, standing);
    }

    private static void run(long kind, int capacity, int threads, boolean virtual, int standing)
            throws InterruptedException {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment ring = arena.allocate(SharedRingLayout.lengthBytes(capacity, kind),
                    RingLayout.ALIGNMENT_BYTES);
            SharedRingLayout.initialize(ring, capacity, kind);
            MemorySegment scratch = arena.allocate(BATCH * RecordLayout.RECORD_BYTES, RecordLayout.RECORD_BYTES);
            for (int i = 0; i < standing; i++) {
                long position = SharedRingLayout.claim(ring, 0);
                RecordLayout.setStampOpaque(ring, RingLayout.slotOffset(position, capacity),
                        RecordLayout.writingStamp(position));
            }
            SharedRingWriter writer = new SharedRingWriter(ring);
            AtomicLong accepted = new AtomicLong();
            AtomicInteger writing = new AtomicInteger(threads);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            List<Thread> producers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                producers.add((virtual ? Thread.ofVirtual() : Thread.ofPlatform()).unstarted(() -> {
                    for (int number = 1; number <= EVENTS; number++) {
                        accepted.addAndGet(write(writer, thread, number) ? 1 : 0);
                        if (virtual && number % 1_000 == 0) {
                            Thread.yield();
                        }
                    }
                    writing.decrementAndGet();
                }));
            }
            producers.forEach(thread -> thread.setUncaughtExceptionHandler((t, e) -> failure.set(e)));
            producers.forEach(Thread::start);

            SharedRingReader reader = new SharedRingReader(ring);
            MemorySegment origins = MemorySegment.ofArray(new long[2 * BATCH]);
            MemorySegment spans = MemorySegment.ofArray(new long[3 * BATCH]);
            long[] lastNumbers = new long[threads];
            long[] taken = new long[RecordLayout.EVENT_TYPES];
            long wrong = 0;
            boolean more = true;
            while (more) {
                boolean ended = writing.get() == 0 || failure.get() != null;
                int count = reader.read(scratch, origins, spans, BATCH);
                for (int i = 0; i < count; i++) {
                    long record = i * RecordLayout.RECORD_BYTES;
                    int thread = (int) SharedRingLayout.threadId(origins, i);
                    long number = numberIfIntact(scratch, record, thread);
                    // As given for the event: it belongs to the record.
                    wrong += SharedRingLayout.samplingWord(origins, i) == samplingWord(thread, number) ? 0 : 1;
                    wrong += kind == SharedRingLayout.WITHOUT_SPANS || isSpanOf(thread, number, origins, spans, i) ? 0 : 1;
                    wrong += number > lastNumbers[thread] ? 0 : 1;
                    lastNumbers[thread] = number;
                    RingLayout.countDelivered(ring, type(thread, number));
                    taken[type(thread, number)]++;
                }
                reader.publish();
                more = !ended || count == BATCH;
            }
            for (Thread producer : producers) {
                producer.join();
            }
            assertEquals(null, failure.get());
            SharedRingTally tally = SharedRingTally.of(ring);
            assertEquals(0, wrong, tally.toString());
            long claims = (long) threads * EVENTS + standing;
            assertEquals(claims, RingLayout.headAcquire(ring));
            assertEquals(standing, tally.open());
            assertEquals(accepted.get(), LongStream.of(tally.written()).sum());
            assertEquals(claims - standing - accepted.get(), LongStream.of(tally.dropped()).sum());
            assertArrayEquals(taken, tally.delivered());
            assertArrayEquals(new long[RecordLayout.EVENT_TYPES], tally.inRing());
            for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
                assertEquals(tally.written()[type], taken[type] + tally.overwritten()[type]);
            }
            if (standing == 0) {
                assertTrue(reader.isDrained());
                assertEquals(claims, LongStream.of(taken).sum() + reader.missed());
            } else {
                assertTrue(reader.cursor() >= claims - capacity);
            }
        }
    }

    private static int type(long thread, long number) {
        return (int) (Words.word(thread << NUMBER_BITS | number, 0) & 3);
    }

    private static long samplingWord(long thread, long number) {
        return Words.word(thread << NUMBER_BITS | number, 2);
    }

    private static boolean write(SharedRingWriter writer, long thread, int number) {
        long key = thread << NUMBER_BITS | number;
        long node = Words.word(key, 1);
        long other = Words.word(key, 2);
        long position = writer.claim();
        return switch (type(thread, number)) {
            case RecordLayout.PRIMING -> writer.writePriming(position, thread, other, node, key, spanId(key), (int) key,
                    key, (byte) 2, number, ~key, node, other);
            case RecordLayout.INTERFERENCE -> writer.writeInterference(position, thread, other, node, key, spanId(key),
                    (int) key, key, (byte) 1, number, ~key, node, ITEMS, other, key, ~node);
            case RecordLayout.RECONSOLIDATION -> writer.writeReconsolidation(position, thread, other, node, key,
                    spanId(key), (int) key, key, ~key, node, number, ITEMS, other, number);
            default -> writer.writeFalseMemory(position, thread, other, node, key, spanId(key), (int) key, key, ~key, node,
                    number, ITEMS, other, key, ~node);
        };
    }

    /** 0, for none, for every third. */
    private static long spanId(long key) {
        return key % 3 == 0 ? 0 : ~key;
    }

    private static boolean isSpanOf(long thread, long number, MemorySegment origins, MemorySegment spans, int index) {
        long key = thread << NUMBER_BITS | number;
        if (spanId(key) == 0) {
            return !SharedRingLayout.hasSpan(origins, index);
        }
        return SharedRingLayout.hasSpan(origins, index)
                && SharedRingLayout.traceFlags(origins, index) == (key & 0xFF)
                && SharedRingLayout.traceIdHigh(spans, index) == Words.word(key, 1)
                && SharedRingLayout.traceIdLow(spans, index) == key
                && SharedRingLayout.spanId(spans, index) == spanId(key);
    }

    /** The number of a thread's event, or -1 if its record is not, in every field, the one that was written. */
    private static long numberIfIntact(MemorySegment copy, long record, long thread) {
        long key = RecordLayout.ticks(copy, record);
        long number = key & (1 << NUMBER_BITS) - 1;
        long node = Words.word(key, 1);
        long other = Words.word(key, 2);
        boolean intact = key >>> NUMBER_BITS == thread && RecordLayout.eventType(copy, record) == type(thread, number)
                && RecordLayout.correlationId(copy, record) == ~key && RecordLayout.intensity(copy, record) == number
                && RecordLayout.primingSourceNode(copy, record) == node
                && switch (type(thread, number)) {
                    case RecordLayout.PRIMING -> RecordLayout.primingTargetNode(copy, record) == other;
                    case RecordLayout.RECONSOLIDATION -> RecordLayout.windowPosition(copy, record) == number
                            && RecordLayout.itemCount(copy, record) == ITEMS
                            && RecordLayout.modifiedFields(copy, record) == other;
                    default -> RecordLayout.itemCount(copy, record) == ITEMS
                            && RecordLayout.competingNode(copy, record, 0) == other
                            && RecordLayout.competingNode(copy, record, 1) == key
                            && RecordLayout.competingNode(copy, record, 2) == ~node;
                };
        return intact ? number : -1;
    }
}
