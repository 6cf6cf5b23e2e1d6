// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import io.engram.trace.memlayout.ring.SharedRingReader;
import io.engram.trace.memlayout.ring.SharedRingTally;
import io.engram.trace.memlayout.ring.SharedRingWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/**
 * Shared ring against model, for random sequences of writes, producers that stop and go on, reads, and changes of
 * reader.
 */
class SharedRingActionsProperties {
    /** A producer that has stopped: with its claim only, or in its slot. */
    private record Stopped(long position, boolean inSlot) {
    }

    /** The ring, and beside it what each slot holds and who took what. */
    private static final class Pair {
        private final int capacity;
        private final MemorySegment ring;
        private final MemorySegment scratch;
        private final MemorySegment origins;
        private final MemorySegment spans;
        private final SharedRingWriter writer;
        private SharedRingReader reader;
        private final Map<Long, Long> keys = new HashMap<>();
        // Of each slot, the last position that got it, or a negative number.
        private final long[] holders;
        private final List<Stopped> stopped = new ArrayList<>();
        private final Set<Long> taken = new HashSet<>();
        private long head;
        private long written;
        private long dropped;
        private long nextKey = 1;

        Pair(int capacity) {
            this.capacity = capacity;
            Arena arena = Arena.ofAuto();
            ring = arena.allocate(SharedRingLayout.lengthBytes(capacity, SharedRingLayout.WITH_SPANS),
                    RingLayout.ALIGNMENT_BYTES);
            scratch = arena.allocate((capacity + 1) * RecordLayout.RECORD_BYTES, RecordLayout.RECORD_BYTES);
            SharedRingLayout.initialize(ring, capacity, SharedRingLayout.WITH_SPANS);
            origins = MemorySegment.ofArray(new long[2 * (capacity + 1)]);
            spans = MemorySegment.ofArray(new long[3 * (capacity + 1)]);
            writer = new SharedRingWriter(ring);
            reader = new SharedRingReader(ring);
            holders = LongStream.generate(() -> -1).limit(capacity).toArray();
        }

        void write(int records) {
            for (int i = 0; i < records; i++) {
                long position = claim();
                boolean mine = takeSlot(position);
                long key = keys.get(position);
                assertEquals(mine, writer.writePriming(writer.claim(), key, key * 3, key * 5, key * 7, spanId(key),
                        (int) key, key, (byte) 1, key, ~key, key, -key));
                count(mine);
            }
        }

        /** Stops a producer behind its claim or, if it gets it, in its slot. */
        void stop(boolean inSlot) {
            long position = claim();
            SharedRingLayout.claim(ring, 0);
            if (!inSlot) {
                stopped.add(new Stopped(position, false));
            } else if (takeSlot(position)) {
                mark(position);
                stopped.add(new Stopped(position, true));
            } else {
                drop();
            }
        }

        void goOn(int which) {
            if (stopped.isEmpty()) {
                return;
            }
            Stopped producer = stopped.remove(which % stopped.size());
            if (!producer.inSlot) {
                if (!takeSlot(producer.position)) {
                    drop();
                    return;
                }
                mark(producer.position);
            }
            long key = keys.get(producer.position);
            long record = RingLayout.slotOffset(producer.position, capacity);
            RecordLayout.setCommon(ring, record, key, RecordLayout.PRIMING, (byte) 1, (short) 0, key, ~key);
            RecordLayout.setPriming(ring, record, key, -key);
            if (spanId(key) == 0) {
                SharedRingLayout.setOrigin(ring, 0, producer.position, capacity, key, key * 3);
            } else {
                SharedRingLayout.setOriginWithSpan(ring, 0, producer.position, capacity, key, key * 3, (int) key);
                SharedRingLayout.setSpan(ring, 0, producer.position, capacity, key * 5, key * 7, spanId(key));
            }
            RecordLayout.setStampRelease(ring, record, RecordLayout.completeStamp(producer.position));
            SharedRingLayout.countWritten(ring, 0, RecordLayout.PRIMING);
            count(true);
        }

        /** 0, for none, for every third. */
        private static long spanId(long key) {
            return key % 3 == 0 ? 0 : -key;
        }

        private long claim() {
            keys.put(head, nextKey++);
            return head++;
        }

        /** Whether the producer gets its slot: nobody is in it, and nobody came later. */
        private boolean takeSlot(long position) {
            int slot = (int) (position % capacity);
            boolean mine = holders[slot] < position && !isOccupied(slot);
            if (mine) {
                holders[slot] = position;
            }
            return mine;
        }

        private boolean isOccupied(int slot) {
            return stopped.stream().anyMatch(producer -> producer.inSlot && producer.position % capacity == slot);
        }

        private void mark(long position) {
            RecordLayout.setStampOpaque(ring, RingLayout.slotOffset(position, capacity),
                    RecordLayout.writingStamp(position));
        }

        private void drop() {
            SharedRingLayout.countDropped(ring, 0, RecordLayout.PRIMING);
            count(false);
        }

        private void count(boolean mine) {
            written += mine ? 1 : 0;
            dropped += mine ? 0 : 1;
        }

        /** What waits, oldest first: complete in its slot, no more than a lap behind the head, and not taken. */
        private List<Long> waiting() {
            return LongStream.range(Math.max(0, head - capacity), head)
                    .filter(position -> holders[(int) (position % capacity)] == position && !taken.contains(position)
                            && !isOccupied((int) (position % capacity)))
                    .boxed().toList();
        }

        void read(int max) {
            List<Long> waiting = waiting();
            List<Long> expected = waiting.subList(0, Math.min(max, waiting.size()));
            int count = reader.read(scratch, origins, spans, max);
            List<Long> positions = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                long record = i * RecordLayout.RECORD_BYTES;
                long position = RecordLayout.position(RecordLayout.stampOpaque(scratch, record));
                positions.add(position);
                long key = keys.get(position);
                assertEquals(key, SharedRingLayout.threadId(origins, i), "thread of " + position);
                assertEquals(key * 3, SharedRingLayout.samplingWord(origins, i), "sampling word of " + position);
                assertSpan(key, i, position);
                assertEquals(key, RecordLayout.ticks(scratch, record), "ticks of " + position);
                assertEquals(~key, RecordLayout.correlationId(scratch, record), "correlation of " + position);
                assertEquals(key, RecordLayout.primingSourceNode(scratch, record), "source of " + position);
                assertEquals(-key, RecordLayout.primingTargetNode(scratch, record), "target of " + position);
                RingLayout.countDelivered(ring, RecordLayout.PRIMING);
            }
            assertEquals(expected, positions);
            taken.addAll(positions);
            reader.publish();
        }

        private void assertSpan(long key, int i, long position) {
            assertEquals(spanId(key) != 0, SharedRingLayout.hasSpan(origins, i), "span of " + position);
            if (spanId(key) != 0) {
                assertEquals(key & 0xFF, SharedRingLayout.traceFlags(origins, i), "flags of " + position);
                assertEquals(key * 5, SharedRingLayout.traceIdHigh(spans, i), "trace of " + position);
                assertEquals(key * 7, SharedRingLayout.traceIdLow(spans, i), "trace of " + position);
                assertEquals(spanId(key), SharedRingLayout.spanId(spans, i), "span id of " + position);
            }
        }

        void changeReader() {
            reader = new SharedRingReader(ring);
        }

        void check() {
            SharedRingTally tally = SharedRingTally.of(ring);
            int type = RecordLayout.PRIMING;
            assertEquals(stopped.size(), tally.open());
            assertEquals(written, tally.written()[type]);
            assertEquals(dropped, tally.dropped()[type]);
            assertEquals(taken.size(), tally.delivered()[type]);
            assertEquals(waiting().size(), tally.inRing()[type]);
            assertEquals(written - taken.size() - waiting().size(), tally.overwritten()[type]);
        }

        void finish() {
            while (!stopped.isEmpty()) {
                goOn(0);
            }
            read(capacity);
            check();
            assertTrue(reader.isDrained());
            assertEquals(head, taken.size() + reader.missed());
        }

        @Override
        public String toString() {
            return "ring of " + capacity + ": " + head + " claimed, " + written + " written, " + taken.size()
                    + " taken, " + stopped;
        }
    }

    @Property(tries = 500)
    void shouldAccountForEveryClaimWhereverProducersStop(@ForAll("chains") ActionChain<Pair> chain) {
        chain.withInvariant("accounts", Pair::check).run().finish();
    }

    @Provide
    Arbitrary<ActionChain<Pair>> chains() {
        // Capacities that are no powers of two matter: positions wrap without a mask.
        return Arbitraries.of(1, 2, 3, 5, 7, 16, 61).flatMap(capacity ->
                ActionChain.startWith(() -> new Pair(capacity))
                        .withAction(5, numbered("write", 0, 2 * capacity, Pair::write))
                        .withAction(2, numbered("stop with a claim", 0, 0, (pair, n) -> pair.stop(false)))
                        .withAction(2, numbered("stop in its slot", 0, 0, (pair, n) -> pair.stop(true)))
                        .withAction(3, numbered("go on", 0, 5, Pair::goOn))
                        .withAction(4, numbered("read", 0, capacity, Pair::read))
                        .withAction(1, numbered("change reader", 0, 0, (pair, n) -> pair.changeReader()))
                        .withMaxTransformations(60));
    }

    private interface Deed {
        void accept(Pair pair, int number);
    }

    private static Action.Independent<Pair> numbered(String name, int min, int max, Deed deed) {
        return () -> Arbitraries.integers().between(min, max)
                .map(number -> Transformer.mutate(name + " " + number, pair -> deed.accept(pair, number)));
    }
}
