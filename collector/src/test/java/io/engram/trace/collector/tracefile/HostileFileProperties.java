// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.engram.trace.collector.EventFilter;
import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.tracefixture.FixtureRing;
import io.engram.trace.collector.tracefixture.FixtureSharedRing;
import io.engram.trace.collector.tracefixture.TraceFileFixture;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Files of any content: what comes of them is one line of error or what they have, in bounded time and memory. */
class HostileFileProperties {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int POLLS = 4;
    private static final int POLL_EVENTS = 1_000;
    // A record of 64 bytes becomes an event of up to 200, which is listed and sorted; each ring has a name or two, a
    // list of owners and some dozen counts. All of it is read some times here.
    private static final long BYTES_PER_BYTE = 16;
    private static final long CONSTANT_BYTES = 4 << 20;
    // A busy machine is slow; a loop that does not end is slower.
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final long[] WORDS = {0, 1, -1, 2, 7, 8, 9, 16, 4_095, 4_096, 16_383, 16_384, 65_536, 1 << 24,
        Integer.MAX_VALUE, 1L << 32, 1L << 59, 1L << 60, 1L << 61, 1L << 62, (1L << 62) - 1, Long.MAX_VALUE,
        Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE - 4_096};

    private static Path folder;
    private static List<byte[]> valid;

    @BeforeContainer
    static void makeFiles() throws IOException {
        folder = Files.createTempDirectory("hostile");
        valid = new ArrayList<>();
        for (int capacity : new int[] {1, 8, 100}) {
            Path path = folder.resolve("valid.trace");
            try (TraceFileFixture fixture = TraceFileFixture.ofEnded(path, capacity, 6)) {
                if (capacity > 1) {
                    fixture.beat();
                }
                for (int i = 0; i < 3; i++) {
                    FixtureRing ring = fixture.addRing(new TracedThread(i, "thread " + i));
                    ring.changeSpan(1).write(0, 10 * i).own(new TracedThread(i + 10, "next"));
                    for (int key = 200; key < 200 + capacity * i; key++) {
                        ring.changeSpan(key).write(key, 1);
                    }
                    ring.publish();
                    RingLayout.countDelivered(ring.memory(), i);
                    RingLayout.setCursorRelease(ring.memory(), 5, 4);
                }
                FixtureSharedRing shared = fixture.addSharedRing().write(7, 0, 3 * capacity);
                shared.collect(capacity / 2 + 1);
                shared.writer().claim();
                shared.write(8, 300, capacity / 2);
                fixture.addSharedRingWithSpans().write(9, 0, 2 * capacity);
                fixture.addRingOutside();
            }
            valid.add(Files.readAllBytes(path));
            Files.delete(path);
        }
    }

    @AfterContainer
    static void removeFiles() throws IOException {
        Files.deleteIfExists(folder.resolve("1.trace"));
        Files.delete(folder);
    }

    private static byte[] mutated(Random random) {
        if (random.nextInt(50) == 0) {
            byte[] noise = new byte[random.nextInt(40_000)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] bytes = valid.get(random.nextInt(valid.size())).clone();
        for (int mutations = 1 + random.nextInt(random.nextInt(8) == 0 ? 100 : 5); mutations > 0; mutations--) {
            switch (random.nextInt(10)) {
                case 0, 1 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                // A word of the head.
                case 2, 3 -> setWord(random, bytes, random.nextInt(180));
                // A word of a ring's header, or one after it.
                case 4, 5 -> setWord(random, bytes, (int) TraceFileLayout.HEAD_BYTES / Long.BYTES
                        + random.nextInt(5) * (int) TraceFileLayout.strideBytes(8) / Long.BYTES + random.nextInt(640));
                case 6 -> setWord(random, bytes, random.nextInt(bytes.length / Long.BYTES));
                case 7 -> {
                    byte[] other = valid.get(random.nextInt(valid.size()));
                    int from = random.nextInt(Math.min(other.length, bytes.length));
                    int length = random.nextInt(Math.min(other.length, bytes.length) - from);
                    System.arraycopy(other, from, bytes, random.nextInt(bytes.length - length), length);
                }
                case 8 -> {
                    int from = random.nextInt(bytes.length);
                    Arrays.fill(bytes, from, Math.min(bytes.length, from + random.nextInt(5_000)),
                            (byte) random.nextInt());
                }
                default -> {
                    if (random.nextInt(3) == 0) {
                        bytes = Arrays.copyOf(bytes, Math.max(8, random.nextInt(2 * bytes.length)));
                    }
                }
            }
        }
        return bytes;
    }

    private static void setWord(Random random, byte[] bytes, int index) {
        if (index >= 0 && (index + 1) * Long.BYTES <= bytes.length) {
            long word = random.nextInt(4) == 0 ? random.nextLong() : WORDS[random.nextInt(WORDS.length)];
            ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putLong(index * Long.BYTES, word);
        }
    }

    @Property(tries = 10_000)
    void shouldGiveAnErrorOrWhatThereIs(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Path path = folder.resolve("1.trace");
        // Not over the last one: a file that is cut to nothing and written anew some systems flush to the disk.
        Files.deleteIfExists(path);
        Files.write(path, mutated(random));
        if (random.nextInt(20) == 0) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(file.length() + random.nextInt(1 << 24));
            }
        }
        long limit = Files.size(path) * BYTES_PER_BYTE + CONSTANT_BYTES;
        assertTimeoutPreemptively(LONG, () -> {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            use(path);
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            assertTrue(allocated <= limit, () -> allocated + " bytes for a file of " + path.toFile().length());
        });
    }

    private static void use(Path path) throws IOException {
        Found found = TraceFiles.list(List.of(path.getParent())).getFirst();
        assertTrue(found.info().isPresent() != found.error().isPresent());
        try (TraceFile file = TraceFile.open(path)) {
            assertEquals(found.info().orElseThrow(), file.info());
            TraceFileStats stats = file.stats();
            stats.rings().forEach(ring -> assertTrue(ring.fill() >= 0 && ring.fill() <= 1, ring::toString));
            assertTrue(stats.unknownType() >= 0 && !stats.collectorLag().isNegative(), stats::toString);
            Snapshot snapshot = file.snapshot(EventFilter.ALL);
            assertInOrder(snapshot.events());
            Tail tail = file.tail(true);
            for (int i = 0; i < POLLS; i++) {
                List<CognitiveEvent> events = tail.poll(POLL_EVENTS);
                assertTrue(events.size() <= POLL_EVENTS);
                assertInOrder(events);
            }
            tail.lost().values().forEach(lost -> assertTrue(lost > 0));
            file.tail(false).poll(POLL_EVENTS);
            file.switches().byType().values().forEach(one -> assertTrue(one.rate() >= 0 && one.rate() <= 1));
        } catch (TraceFileException e) {
            assertEquals(1, e.getMessage().lines().count(), e.getMessage());
            assertTrue(e.getMessage().contains(path.toString()), e.getMessage());
        }
    }

    private static void assertInOrder(List<CognitiveEvent> events) {
        long last = Long.MIN_VALUE;
        for (CognitiveEvent event : events) {
            assertTrue(event.timeUnixNano() >= last && event.position() >= 0, event::toString);
            assertTrue(event.sampleRate() >= 0 && event.sampleRate() <= 1, event::toString);
            last = event.timeUnixNano();
        }
    }
}
