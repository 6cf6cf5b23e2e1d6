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
import java.util.ArrayDeque;
import java.util.Deque;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/** Ring against model, for random sequences of writes, reads, laps, and changes of writer and reader. */
class RingActionsProperties {
    /** The ring, and beside it a queue of the positions that must still be in it. */
    private static final class Pair {
        private final int capacity;
        private final MemorySegment ring;
        private final MemorySegment scratch;
        private final Deque<Long> model = new ArrayDeque<>();
        private final RingWriter writer;
        private RingReader reader;
        private long written;
        private long accepted;
        private long overwritten;
        private long lastAccepted = -1;

        Pair(int capacity) {
            this.capacity = capacity;
            Arena arena = Arena.ofAuto();
            ring = arena.allocate(RingLayout.lengthBytes(capacity), RingLayout.ALIGNMENT_BYTES);
            scratch = arena.allocate((capacity + 1) * RecordLayout.RECORD_BYTES, RecordLayout.RECORD_BYTES);
            RingLayout.initialize(ring, capacity);
            writer = new RingWriter(ring);
            reader = new RingReader(ring);
        }

        void write(int records) {
            for (int i = 0; i < records; i++) {
                Payload.write(writer);
                model.addLast(written++);
                if (model.size() > capacity) {
                    model.removeFirst();
                    overwritten++;
                }
            }
            assertEquals(written, writer.position());
        }

        void read(int max) {
            int expected = Math.min(max, model.size());
            assertEquals(expected, reader.read(scratch, max));
            for (int i = 0; i < expected; i++) {
                long record = i * RecordLayout.RECORD_BYTES;
                long position = RecordLayout.position(RecordLayout.stampOpaque(scratch, record));
                assertEquals(model.removeFirst(), position);
                assertTrue(position > lastAccepted, "positions rise");
                lastAccepted = position;
                assertTrue(Payload.isIntact(scratch, record), "payload of " + position);
                RingLayout.countDelivered(ring, Words.eventType(position));
                accepted++;
            }
            assertEquals(overwritten, reader.overwritten());
            reader.publish();
        }

        void changeHands() {
            // The writer goes along with its ring; another reader goes on where the last one published.
            reader = new RingReader(ring);
        }

        void check() {
            assertEquals(model.isEmpty(), reader.isDrained());
            RingTally tally = RingTally.of(ring, writer);
            long inRing = 0;
            long recorded = 0;
            for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
                assertEquals(tally.recorded()[type],
                        tally.delivered()[type] + tally.overwritten()[type] + tally.inRing()[type]);
                inRing += tally.inRing()[type];
                recorded += tally.recorded()[type];
            }
            assertEquals(model.size(), inRing);
            assertEquals(written, recorded);
        }

        void drain() {
            read(capacity);
            assertEquals(written, accepted + overwritten);
            assertTrue(reader.isDrained());
        }

        @Override
        public String toString() {
            return "ring of " + capacity + ": " + written + " written, " + accepted + " accepted, " + model.size()
                    + " waiting";
        }
    }

    @Property(tries = 500)
    void shouldBehaveLikeAQueueThatDropsItsOldest(@ForAll("chains") ActionChain<Pair> chain) {
        chain.withInvariant("accounts", Pair::check).run().drain();
    }

    @Provide
    Arbitrary<ActionChain<Pair>> chains() {
        // Capacities that are no powers of two matter: positions wrap without a mask.
        return Arbitraries.of(1, 2, 3, 5, 7, 16, 61, 64, 10_000).flatMap(capacity ->
                ActionChain.startWith(() -> new Pair(capacity))
                        .withAction(5, new Write(Arbitraries.integers().between(0, Math.min(capacity, 100))))
                        .withAction(1, new Write(Arbitraries.integers().between(capacity, 3 * capacity)))
                        .withAction(4, new Read(Arbitraries.integers().between(0, capacity)))
                        .withAction(1, Action.just(Transformer.mutate("change hands", Pair::changeHands)))
                        .withMaxTransformations(capacity == 10_000 ? 12 : 60));
    }

    private record Write(Arbitrary<Integer> counts) implements Action.Independent<Pair> {
        @Override
        public Arbitrary<Transformer<Pair>> transformer() {
            return counts.map(count -> Transformer.mutate("write " + count, pair -> pair.write(count)));
        }
    }

    private record Read(Arbitrary<Integer> counts) implements Action.Independent<Pair> {
        @Override
        public Arbitrary<Transformer<Pair>> transformer() {
            return counts.map(count -> Transformer.mutate("read " + count, pair -> pair.read(count)));
        }
    }
}
