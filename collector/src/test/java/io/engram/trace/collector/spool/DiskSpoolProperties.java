// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.record.EventBits;
import io.engram.trace.collector.record.RandomEvents;
import io.engram.trace.collector.spool.LostBlock.Cause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Spool against model, for random programs of appends, reads, acknowledgements, restarts and kills. */
class DiskSpoolProperties {
    private static final int STEPS = 60;

    /** Beside the spool: which blocks must still be in it. Blocks are told by the correlation id of their events. */
    private static final class Pair implements AutoCloseable {
        private final Random random;
        private final RandomEvents source;
        private final Path root = Files.createTempDirectory("spool");
        private final SpoolLimits limits;
        private final TreeMap<Long, List<List<Object>>> waiting = new TreeMap<>();
        private final TreeMap<Long, SpoolBlock<Long>> handedOut = new TreeMap<>();
        private final Map<Long, Integer> own = new HashMap<>();
        private final List<LostBlock<Long>> losses = new ArrayList<>();
        // Events of each lost block whose number was not told, as long as it is not known which one it is.
        private final List<Long> unknownLosses = new ArrayList<>();
        private Path folder = root.resolve("0");
        private DiskSpool<Long> spool;
        private long nextNumber;
        private long lastRead = -1;
        private int kills;

        Pair(long seed) throws IOException {
            random = new Random(seed);
            source = new RandomEvents(seed);
            long segment = 1_500 + random.nextInt(20_000);
            limits = new SpoolLimits(segment * (1 + random.nextInt(12)) + 6_000, segment);
            open();
        }

        private void open() throws IOException {
            spool = DiskSpool.open(folder, "p", limits, Map.of("boot", "b" + kills), losses::add);
            lastRead = -1;
            own.clear();
            // Drops nothing: the limit is as before, and there is no file but those of before.
            assertEquals(List.of(), losses);
        }

        void step() throws IOException {
            switch (random.nextInt(20)) {
                case 0 -> restart();
                case 1 -> kill();
                case 2, 3, 4, 5, 6, 7, 8, 9 -> append();
                case 10, 11, 12, 13, 14 -> read();
                default -> acknowledge();
            }
            check();
        }

        private void append() throws IOException {
            long number = nextNumber++;
            List<CognitiveEvent> events = source.next(1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 10), number);
            try {
                spool.append(events, number);
                waiting.put(number, EventBits.of(events));
                own.put(number, events.size());
            } catch (IOException e) {
                assertTrue(e.getMessage().contains(" are being read and ")
                        || e.getMessage().startsWith("a block of "), e.getMessage());
            }
        }

        private void read() throws IOException {
            SpoolBlock<Long> block = spool.next();
            forgetLost();
            if (block == null) {
                explainGap(Long.MAX_VALUE);
                assertEquals(Map.of(), waiting);
                assertEquals(List.of(), unknownLosses);
                return;
            }
            long number = TestSpools.number(block);
            explainGap(number);
            assertTrue(number > lastRead, "order");
            lastRead = number;
            assertEquals(waiting.remove(number), EventBits.of(block.events()));
            if (own.containsKey(number)) {
                assertEquals(number, block.tag());
                assertEquals(Map.of(), block.resource());
            } else {
                assertNull(block.tag());
                assertEquals(List.of("boot"), List.copyOf(block.resource().keySet()));
            }
            handedOut.put(number, block);
        }

        private void acknowledge() {
            if (!handedOut.isEmpty()) {
                List<Long> numbers = List.copyOf(handedOut.keySet());
                long number = numbers.get(random.nextInt(numbers.size()));
                spool.acknowledge(handedOut.remove(number));
                own.remove(number);
            }
        }

        /** Blocks are read by age: an older one was reported as lost, or it would have come first. */
        private void explainGap(long number) {
            Map<Long, List<List<Object>>> older = waiting.headMap(number);
            older.forEach((missing, events) -> {
                assertFalse(own.containsKey(missing), () -> missing + " was passed over");
                assertTrue(unknownLosses.remove((long) events.size()), () -> missing + " was passed over");
            });
            older.clear();
        }

        private void forgetLost() {
            for (LostBlock<Long> lost : losses) {
                assertEquals(Cause.FULL, lost.cause());
                if (lost.tag() == null) {
                    unknownLosses.add(lost.events());
                } else {
                    assertEquals(own.remove(lost.tag()).longValue(), lost.events());
                    assertEquals(waiting.remove(lost.tag()).size(), lost.events());
                }
            }
            losses.clear();
        }

        private void restart() throws IOException {
            spool.close();
            putBack();
            open();
        }

        /** What another process finds after a kill is what is in the files now. */
        private void kill() throws IOException {
            Path copy = root.resolve(Integer.toString(++kills));
            Files.createDirectories(copy.resolve("p-0"));
            try (Stream<Path> files = Files.list(folder.resolve("p-0"))) {
                for (Path file : files.filter(file -> !file.endsWith("lock")).toList()) {
                    Files.copy(file, copy.resolve("p-0").resolve(file.getFileName()));
                }
            }
            spool.close();
            folder = copy;
            putBack();
            open();
        }

        private void putBack() {
            handedOut.forEach((number, block) -> waiting.put(number, EventBits.of(block.events())));
            handedOut.clear();
        }

        private void check() throws IOException {
            forgetLost();
            try (Stream<Path> files = Files.list(folder.resolve("p-0"))) {
                long bytes = files.mapToLong(file -> file.toFile().length()).sum();
                assertEquals(bytes, spool.bytes());
                assertTrue(bytes <= limits.maxBytes(), () -> bytes + " of " + limits);
            }
            assertEquals(own.values().stream().mapToLong(i -> i).sum(), spool.events());
            assertEquals(0, spool.corruptBlocks());
            assertTrue(spool.hasNext() || waiting.size() == unknownLosses.size());
        }

        void drain() throws IOException {
            restart();
            while (spool.hasNext()) {
                read();
                acknowledge();
            }
            read();
            assertFalse(spool.hasNext());
            assertEquals(0, spool.bytes());
        }

        @Override
        public void close() throws IOException {
            spool.close();
            try (Stream<Path> all = Files.walk(root)) {
                all.sorted(Comparator.reverseOrder()).forEach(Pair::delete);
            }
        }

        private static void delete(Path path) {
            try {
                Files.delete(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Property(tries = 120)
    void shouldBehaveLikeAQueueThatOutlivesItsProcess(@ForAll long seed) throws IOException {
        try (Pair pair = new Pair(seed)) {
            for (int i = 0; i < STEPS; i++) {
                pair.step();
            }
            pair.drain();
        }
    }
}
