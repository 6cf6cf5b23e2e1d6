// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.SharedRingLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.LongBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All interleavings of a few producers and the reader, step by step: whoever stands anywhere, for however long, no
 * record is torn or comes twice, each thread's come in order, and in the end all claims are accounted for.
 *
 * <p>A state that was reached before by other steps is not gone on from again, because the same would follow.
 */
@Timeout(300)
class SharedRingInterleavingTest {
    private static final int SCRATCH_RECORDS = 8;

    /** One way to go: the actors' numbers, in the order of their steps. */
    private record Path(Path before, int actor) {
        List<Integer> steps() {
            List<Integer> steps = new ArrayList<>();
            for (Path path = this; path != null; path = path.before) {
                steps.add(path.actor);
            }
            return steps.reversed();
        }
    }

    private record Event(int thread, int number) {
    }

    /** A ring and all that acts on it, as it is after some steps. */
    private static final class Scene implements AutoCloseable {
        private final int capacity;
        private final int writers;
        private final MemorySegment ring;
        private final MemorySegment scratch;
        private final MemorySegment origins = MemorySegment.ofArray(new long[2 * SCRATCH_RECORDS]);
        private final MemorySegment spans = MemorySegment.ofArray(new long[3 * SCRATCH_RECORDS]);
        private final boolean keepsSpans;
        private final Actors actors = new Actors();
        private final SharedRingReader reader;
        private final Map<Long, Event> claims = new HashMap<>();
        private final Map<Long, Boolean> written = new HashMap<>();
        private final List<Long> taken = new ArrayList<>();
        private final int[] lastNumber;
        private int passesDone;

        Scene(MemorySegment memory, int capacity, long kind, int writers, int firstEvents, int otherEvents, int passes) {
            this.keepsSpans = kind == SharedRingLayout.WITH_SPANS;
            this.capacity = capacity;
            this.writers = writers;
            this.lastNumber = IntStream.range(0, writers).map(i -> -1).toArray();
            ring = memory.asSlice(0, SharedRingLayout.lengthBytes(capacity, kind)).fill((byte) 0);
            scratch = memory.asSlice(ring.byteSize(), SCRATCH_RECORDS * RecordLayout.RECORD_BYTES);
            SharedRingLayout.initialize(ring, capacity, kind);
            for (int thread = 0; thread < writers; thread++) {
                int me = thread;
                int events = thread == 0 ? firstEvents : otherEvents;
                actors.add(actor -> write(actor, me, events));
            }
            SharedRingReader[] made = new SharedRingReader[1];
            actors.add(actor -> read(actor, made[0], passes));
            made[0] = new SharedRingReader(ring, actors.get(writers));
            reader = made[0];
        }

        private void write(Actors.Actor actor, int me, int events) {
            for (int number = 0; number < events; number++) {
                Event event = new Event(me, number);
                // The first step of a write is its claim, and returns the position.
                Steps steps = new Steps() {
                    private boolean claimed;

                    @Override
                    void after(long seen) {
                        if (!claimed) {
                            claimed = true;
                            claims.put(seen, event);
                        }
                        actor.after(seen);
                    }
                };
                boolean done = SharedEvents.write(new SharedRingWriter(ring, steps), me, number);
                written.put(position(event), done);
                actor.forget();
            }
        }

        private long position(Event event) {
            return claims.entrySet().stream().filter(claim -> claim.getValue().equals(event)).findFirst().orElseThrow()
                    .getKey();
        }

        private void read(Actors.Actor actor, SharedRingReader reader, int passes) {
            for (int pass = 0; pass < passes; pass++) {
                take(reader);
                passesDone++;
                actor.forget();
            }
        }

        private int take(SharedRingReader reader) {
            int count = reader.read(scratch, origins, spans, SCRATCH_RECORDS);
            long last = -1;
            for (int i = 0; i < count; i++) {
                long record = i * RecordLayout.RECORD_BYTES;
                long position = RecordLayout.position(RecordLayout.stampOpaque(scratch, record));
                Event event = claims.get(position);
                assertTrue(position > last, "positions of one call rise");
                last = position;
                assertEquals(event.thread, SharedRingLayout.threadId(origins, i), "thread of " + position);
                assertEquals(event.number, keepsSpans ? SharedEvents.numberIfIntact(scratch, origins, spans, i)
                        : SharedEvents.numberIfIntact(scratch, origins, i), "words of " + position);
                assertTrue(event.number > lastNumber[event.thread], "order of thread " + event.thread);
                lastNumber[event.thread] = event.number;
                assertTrue(!taken.contains(position), position + " comes twice");
                taken.add(position);
                RingLayout.countDelivered(ring, SharedEvents.type(event.thread, event.number));
            }
            reader.publish();
            return count;
        }

        List<Integer> enabled() {
            return IntStream.rangeClosed(0, writers).filter(i -> !actors.get(i).hasEnded()).boxed().toList();
        }

        /** Everything that what follows depends on. */
        LongBuffer state() {
            LongStream.Builder state = LongStream.builder();
            long[] words = ring.toArray(ValueLayout.JAVA_LONG);
            for (int word = 0; word < words.length; word++) {
                if (words[word] != 0) {
                    state.add(word).add(words[word]);
                }
            }
            for (long position = 0; position < claims.size(); position++) {
                state.add(claims.get(position).thread).add(taken.contains(position) ? 1 : 0);
            }
            for (int i = 0; i <= writers; i++) {
                Actors.Actor actor = actors.get(i);
                state.add(actor.hasEnded() ? -1 : actor.seen().size());
                actor.seen().forEach(state::add);
            }
            state.add(passesDone).add(reader.missed()).add(reader.cursor());
            return LongBuffer.wrap(state.build().toArray());
        }

        /** When all have ended: nothing is unaccounted for. */
        void checkEnd() {
            SharedRingTally before = SharedRingTally.of(ring);
            checkTally(before);
            int left = take(new SharedRingReader(ring));
            assertEquals(LongStream.of(before.inRing()).sum(), left, "all that waits is taken");
            SharedRingReader last = new SharedRingReader(ring);
            long head = claims.size();
            assertTrue(last.isDrained());
            assertEquals(head, last.cursor());
            assertEquals(head, taken.size() + last.missed());
            written.forEach((position, done) -> assertTrue(
                    !done || taken.contains(position) || position + capacity < head,
                    position + " is lost though nobody came after it"));
            SharedRingTally tally = SharedRingTally.of(ring);
            checkTally(tally);
            assertEquals(last.missed(),
                    LongStream.of(tally.dropped()).sum() + LongStream.of(tally.overwritten()).sum());
        }

        private void checkTally(SharedRingTally tally) {
            assertEquals(0, tally.open());
            long[] expectedWritten = new long[RecordLayout.EVENT_TYPES];
            long[] expectedDropped = new long[RecordLayout.EVENT_TYPES];
            long[] expectedTaken = new long[RecordLayout.EVENT_TYPES];
            claims.forEach((position, event) -> {
                int type = SharedEvents.type(event.thread, event.number);
                (written.get(position) ? expectedWritten : expectedDropped)[type]++;
                expectedTaken[type] += taken.contains(position) ? 1 : 0;
                assertTrue(written.get(position) || sharesSlot(position), position + " was dropped for nobody");
            });
            assertEquals(Arrays.toString(expectedWritten), Arrays.toString(tally.written()));
            assertEquals(Arrays.toString(expectedDropped), Arrays.toString(tally.dropped()));
            assertEquals(Arrays.toString(expectedTaken), Arrays.toString(tally.delivered()));
            for (int type = 0; type < RecordLayout.EVENT_TYPES; type++) {
                assertEquals(tally.written()[type],
                        tally.delivered()[type] + tally.overwritten()[type] + tally.inRing()[type]);
            }
        }

        private boolean sharesSlot(long position) {
            return claims.keySet().stream().anyMatch(other -> other != position && (other - position) % capacity == 0);
        }

        @Override
        public void close() {
            actors.close();
        }
    }

    @ParameterizedTest
    // The first producer's events, and each other one's. Without a pass the reader comes when all have ended; with two,
    // what the first left open is for the second.
    @CsvSource({"1, 2, 1, 1, 2", "2, 2, 1, 1, 2", "2, 2, 2, 1, 1", "1, 2, 2, 2, 0", "2, 2, 3, 3, 0", "1, 3, 1, 1, 0",
        "2, 3, 1, 1, 0"})
    void shouldAccountForEveryClaimWhoeverStandsWhere(int capacity, int writers, int firstEvents, int otherEvents,
            int passes) throws Exception {
        explore(SharedRingLayout.WITHOUT_SPANS, capacity, writers, firstEvents, otherEvents, passes);
    }

    /** Each producer's events have a span and none in turn: of a record without one, that of the slot's last is not it. */
    @ParameterizedTest
    @CsvSource({"1, 2, 1, 1, 2", "1, 2, 2, 1, 1", "1, 2, 2, 2, 0", "1, 3, 1, 1, 0"})
    void shouldTellEachRecordsOwnSpanWhoeverStandsWhere(int capacity, int writers, int firstEvents, int otherEvents,
            int passes) throws Exception {
        explore(SharedRingLayout.WITH_SPANS, capacity, writers, firstEvents, otherEvents, passes);
    }

    private static void explore(long kind, int capacity, int writers, int firstEvents, int otherEvents, int passes)
            throws Exception {
        // Handing over to virtual threads is cheapest from one.
        FutureTask<Void> task = new FutureTask<>(() -> {
            exploreHere(kind, capacity, writers, firstEvents, otherEvents, passes);
            return null;
        });
        Thread.ofVirtual().start(task);
        task.get();
    }

    private static void exploreHere(long kind, int capacity, int writers, int firstEvents, int otherEvents, int passes) {
        MemorySegment memory = Arena.ofAuto().allocate(SharedRingLayout.lengthBytes(capacity, kind)
                + SCRATCH_RECORDS * RecordLayout.RECORD_BYTES, RingLayout.ALIGNMENT_BYTES);
        Set<LongBuffer> reached = new HashSet<>();
        Deque<Path> open = new ArrayDeque<>();
        int ends = 0;
        open.push(new Path(null, 0));
        for (int actor = 1; actor <= writers; actor++) {
            open.push(new Path(null, actor));
        }
        while (!open.isEmpty()) {
            Path path = open.pop();
            try (Scene scene = new Scene(memory, capacity, kind, writers, firstEvents, otherEvents, passes)) {
                path.steps().forEach(scene.actors::step);
                while (reached.add(scene.state())) {
                    List<Integer> enabled = scene.enabled();
                    if (enabled.isEmpty()) {
                        scene.checkEnd();
                        ends++;
                        break;
                    }
                    for (int other : enabled.subList(1, enabled.size())) {
                        open.push(new Path(path, other));
                    }
                    path = new Path(path, enabled.getFirst());
                    scene.actors.step(enabled.getFirst());
                }
            } catch (AssertionError e) {
                throw new AssertionError("after the steps of actors " + path.steps(), e);
            }
        }
        assertTrue(ends > 0);
    }
}
