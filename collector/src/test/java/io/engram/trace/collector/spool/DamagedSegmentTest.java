// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.record.EventBits;
import io.engram.trace.collector.record.RandomEvents;
import io.engram.trace.collector.spool.LostBlock.Cause;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files as no spool has left them. The timeout is for a reader that hangs. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamagedSegmentTest {
    private static final int BLOCKS = 9;
    private static final int BEGINNING_BYTES = 64 + 64;

    @TempDir
    private static Path folder;

    private final List<List<List<Object>>> blocks = new ArrayList<>();
    // Where each block begins, and where the last one ends.
    private final int[] offsets = new int[BLOCKS + 1];
    private byte[] intact;
    private Path segment;

    private final List<LostBlock<Long>> lost = new ArrayList<>();

    private DiskSpool<Long> open() throws IOException {
        lost.clear();
        return DiskSpool.open(folder, "p", new SpoolLimits(1 << 24, 1 << 24), Map.of("service.name", "s"), lost::add);
    }

    @BeforeAll
    void writeASegment() throws IOException {
        RandomEvents source = new RandomEvents(3);
        try (DiskSpool<Long> spool = open()) {
            for (int i = 0; i < BLOCKS; i++) {
                List<CognitiveEvent> events = source.next(1 + i * i / 2, i);
                offsets[i] = i == 0 ? BEGINNING_BYTES : (int) spool.bytes();
                spool.append(events, (long) i);
                blocks.add(EventBits.of(events));
            }
            offsets[BLOCKS] = (int) spool.bytes();
        }
        segment = folder.resolve("p-0").resolve("0000000000000000.seg");
        intact = Files.readAllBytes(segment);
        assertEquals(offsets[BLOCKS], intact.length);
    }

    /** Opens a spool that finds the bytes as a segment, and tells the numbers of the blocks that it hands out. */
    private List<Integer> read(byte[] bytes) throws IOException {
        Files.write(segment, bytes);
        List<Integer> numbers = new ArrayList<>();
        try (DiskSpool<Long> spool = open()) {
            for (SpoolBlock<Long> block = spool.next(); block != null; block = spool.next()) {
                int number = (int) TestSpools.number(block);
                assertEquals(blocks.get(number), EventBits.of(block.events()));
                assertEquals(Map.of("service.name", "s"), block.resource());
                numbers.add(number);
                spool.acknowledge(block);
            }
            assertFalse(spool.hasNext());
            assertEquals(lost.size(), spool.corruptBlocks());
            assertEquals(0, spool.bytes());
        }
        lost.forEach(block -> assertEquals(Cause.CORRUPT, block.cause()));
        return numbers;
    }

    private List<Integer> allBut(TreeSet<Integer> damaged) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            if (!damaged.contains(i)) {
                numbers.add(i);
            }
        }
        return numbers;
    }

    private int blockAt(int offset) {
        int i = Arrays.binarySearch(offsets, offset);
        return i >= 0 ? i : -i - 2;
    }

    /** A bit of a word that is noted later may change what counts as delivered, but not what is in a block. */
    private boolean isNotedLater(int offset) {
        int inHeader = offset < BEGINNING_BYTES ? offset : offset - offsets[blockAt(offset)];
        return inHeader >= 56 && inHeader < 64;
    }

    @Test
    void shouldReadAnIntactSegment() throws IOException {
        assertEquals(allBut(new TreeSet<>()), read(intact));
        assertEquals(List.of(), lost);
    }

    @Test
    void shouldLoseOnlyTheBlocksThatAreHit() throws IOException {
        Random random = new Random(11);
        for (int run = 0; run < 3_500; run++) {
            byte[] bytes = intact.clone();
            TreeSet<Integer> damaged = new TreeSet<>();
            boolean isBeginningDamaged = false;
            for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
                // Half of the hits go where lengths stand.
                int block = random.nextInt(BLOCKS);
                int offset = random.nextBoolean() ? random.nextInt(bytes.length) : offsets[block] + random.nextInt(64);
                int old = bytes[offset];
                bytes[offset] = (byte) random.nextInt(256);
                if (old != bytes[offset] && !isNotedLater(offset)) {
                    if (offset < BEGINNING_BYTES) {
                        isBeginningDamaged = true;
                    } else {
                        damaged.add(blockAt(offset));
                    }
                }
            }
            int seen = run;
            List<Integer> numbers = read(bytes);
            if (isBeginningDamaged && !Arrays.equals(bytes, 0, BEGINNING_BYTES, intact, 0, BEGINNING_BYTES)) {
                // A second hit may have made good the first.
                assertTrue(numbers.isEmpty() && lost.size() == 1 || numbers.equals(allBut(damaged)), "run " + seen);
            } else {
                assertTrue(numbers.containsAll(allBut(damaged)), () -> "run " + seen + ": " + numbers + damaged);
                assertTrue(lost.size() <= damaged.size(), () -> "run " + seen + ": " + lost + damaged);
                assertTrue(numbers.size() + damaged.size() >= BLOCKS, "run " + seen);
            }
        }
    }

    @Test
    void shouldReadWhatIsCompleteOfATruncatedSegment() throws IOException {
        for (int length = 0; length < intact.length; length += length < 1_000 ? 1 : 13) {
            int cut = length;
            List<Integer> numbers = read(Arrays.copyOf(intact, length));
            if (length < BEGINNING_BYTES) {
                assertEquals(List.of(), numbers);
                assertEquals(length == 0 ? 0 : 1, lost.size());
                continue;
            }
            int complete = blockAt(length);
            assertEquals(allBut(new TreeSet<>(blocksFrom(complete))), numbers, () -> "cut at " + cut);
            int rest = length - offsets[complete];
            int events = rest < 64 ? -1 : blocks.get(complete).size();
            assertEquals(rest == 0 ? List.of() : List.of(new LostBlock<Long>(null, events, Cause.CORRUPT)), lost,
                    () -> "cut at " + cut);
        }
    }

    private static List<Integer> blocksFrom(int first) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = first; i < BLOCKS; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    @Test
    void shouldFindBlocksBehindGarbage() throws IOException {
        Random random = new Random(13);
        for (int run = 0; run < 600; run++) {
            int at = random.nextInt(BLOCKS + 1);
            byte[] garbage = new byte[64 * (1 + random.nextInt(3_000))];
            if (random.nextBoolean()) {
                random.nextBytes(garbage);
            }
            ByteBuffer bytes = ByteBuffer.allocate(intact.length + garbage.length);
            bytes.put(intact, 0, offsets[at]).put(garbage).put(intact, offsets[at], intact.length - offsets[at]);
            assertEquals(allBut(new TreeSet<>()), read(bytes.array()));
            assertEquals(List.of(new LostBlock<Long>(null, -1, Cause.CORRUPT)), lost);
        }
    }

    @Test
    void shouldNotBeLedAstrayByGarbageThatLooksLikeASegment() throws IOException {
        Random random = new Random(17);
        for (int run = 0; run < 3_000; run++) {
            byte[] bytes = new byte[random.nextInt(6_000)];
            random.nextBytes(bytes);
            int kept = random.nextInt(BEGINNING_BYTES + 64);
            System.arraycopy(intact, 0, bytes, 0, Math.min(kept, bytes.length));
            for (int i = 0; i + 64 <= bytes.length && random.nextBoolean(); i += 64) {
                System.arraycopy(intact, offsets[random.nextInt(BLOCKS)], bytes, i, 8 + random.nextInt(56));
            }
            read(bytes);
        }
    }

    /** Somebody who can compute a checksum gets no further: every length and index is checked all the same. */
    @Test
    void shouldSurviveLiesThatCarryTheRightChecksums() throws IOException {
        Random random = new Random(19);
        MemorySegment block = Arena.ofAuto().allocate(intact.length, 64);
        int found = 0;
        for (int run = 0; run < 2_500; run++) {
            byte[] bytes = intact.clone();
            int number = random.nextInt(BLOCKS);
            int length = offsets[number + 1] - offsets[number];
            ByteBuffer lie = ByteBuffer.wrap(bytes, offsets[number], length).slice().order(ByteOrder.nativeOrder());
            int contexts = lie.getInt(16);
            int field = random.nextInt(3) == 0 ? 8 + 4 * random.nextInt(4)
                    : 64 + 56 * random.nextInt(contexts) + 4 * random.nextInt(14);
            int value = random.nextInt(3) == 0 ? random.nextInt() : lie.getInt(field) + random.nextInt(129) - 64;
            lie.putInt(field, value);
            MemorySegment part = block.asSlice(0, length).copyFrom(MemorySegment.ofBuffer(lie.clear()));
            lie.putInt(48, new Checksum().add(part, 64, length).value());
            part.set(JAVA_INT, 48, lie.getInt(48));
            lie.putInt(52, new Checksum().add(part, 0, 52).value());
            Files.write(segment, bytes);
            try (DiskSpool<Long> spool = open()) {
                List<Integer> numbers = new ArrayList<>();
                for (SpoolBlock<Long> read = spool.next(); read != null; read = spool.next()) {
                    int got = (int) TestSpools.number(read);
                    if (got != number) {
                        assertEquals(blocks.get(got), EventBits.of(read.events()));
                        numbers.add(got);
                    } else {
                        assertNotNull(read.events().toString());
                    }
                    spool.acknowledge(read);
                }
                assertEquals(allBut(new TreeSet<>(List.of(number))), numbers);
                found += lost.isEmpty() ? 0 : 1;
            }
        }
        assertTrue(found > 500, found + " lies were found out");
    }
}
