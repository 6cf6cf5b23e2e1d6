// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.load.Words;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.ring.RingReader;
import io.engram.trace.memlayout.ring.RingTally;
import io.engram.trace.memlayout.ring.RingWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A writer at full speed against a reader. Acceptable is one outcome only: each position is read intact or counted as
 * overwritten, once.
 */
@Tag("stress")
@Timeout(120)
class RingStressTest {
    // A reader that sees its stamps change in every attempt accepts nothing; it must not, and does not, in practice.
    private static final int[] PAUSES = {0, 0, 0, 10, 100, 1_000};

    private volatile long sink;

    @ParameterizedTest
    @CsvSource({"1, 2500", "2, 2500", "3, 1500", "16, 2500", "61, 1500", "10000, 2500"})
    void shouldNeverAcceptATornRecordNorLoseOneUncounted(int capacity, long millis) throws InterruptedException {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment ring = arena.allocate(RingLayout.lengthBytes(capacity), RingLayout.ALIGNMENT_BYTES);
            RingLayout.initialize(ring, capacity);
            MemorySegment scratch = arena.allocate(64 * RecordLayout.RECORD_BYTES, RecordLayout.RECORD_BYTES);
            AtomicBoolean stop = new AtomicBoolean();
            AtomicReference<Throwable> failure = new AtomicReference<>();
            RingWriter writer = new RingWriter(ring);
            Thread writing = new Thread(() -> {
                int pause = 0;
                while (!stop.getPlain()) {
                    for (int i = 0; i < 1_000; i++) {
                        Payload.write(writer);
                    }
                    // Mostly at full speed; sometimes slow enough for the reader to catch up with the head.
                    spin(PAUSES[pause++ % PAUSES.length]);
                }
            });
            writing.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
            writing.start();

            RingReader reader = new RingReader(ring);
            long accepted = 0;
            long torn = 0;
            long last = -1;
            boolean rising = true;
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            boolean more = true;
            while (more) {
                // On a busy machine the reader may hardly have run by then.
                if (!stop.get() && System.nanoTime() - end >= 0 && accepted > 1_000 && reader.overwritten() > 0) {
                    stop.set(true);
                    writing.join();
                }
                boolean stopped = stop.get();
                int count = reader.read(scratch, 64);
                for (int i = 0; i < count; i++) {
                    long record = i * RecordLayout.RECORD_BYTES;
                    long position = RecordLayout.position(RecordLayout.stampOpaque(scratch, record));
                    rising &= position > last;
                    last = position;
                    torn += Payload.isIntact(scratch, record) ? 0 : 1;
                    RingLayout.countDelivered(ring, Words.eventType(position));
                }
                accepted += count;
                reader.publish();
                more = !(stopped && reader.isDrained());
            }
            assertEquals(null, failure.get());
            long written = RingLayout.headAcquire(ring);
            String account = accepted + " accepted, " + reader.overwritten() + " overwritten, " + written + " written";
            assertEquals(0, torn, account);
            assertTrue(rising, account);
            assertEquals(written, accepted + reader.overwritten(), account);
            assertTrue(accepted > 1_000, account);
            assertTrue(reader.overwritten() > 0, account);
            RingTally tally = RingTally.of(ring, writer);
            assertEquals(reader.overwritten(), LongStream.of(tally.overwritten()).sum());
            assertEquals(accepted, LongStream.of(tally.delivered()).sum());
        }
    }

    private void spin(int rounds) {
        long x = rounds;
        for (int i = 0; i < rounds; i++) {
            x = Words.word(x, i);
        }
        sink = x;
    }
}
