// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import static io.engram.trace.collector.spool.TestSpools.BEGINNING_BYTES;
import static io.engram.trace.collector.spool.TestSpools.BLOCK_BYTES;
import static io.engram.trace.collector.spool.TestSpools.RESOURCE;
import static io.engram.trace.collector.spool.TestSpools.SEGMENT_BYTES;
import static io.engram.trace.collector.spool.TestSpools.copy;
import static io.engram.trace.collector.spool.TestSpools.event;
import static io.engram.trace.collector.spool.TestSpools.events;
import static io.engram.trace.collector.spool.TestSpools.files;
import static io.engram.trace.collector.spool.TestSpools.lengthOf;
import static io.engram.trace.collector.spool.TestSpools.number;
import static io.engram.trace.collector.spool.TestSpools.open;
import static io.engram.trace.collector.spool.TestSpools.segments;
import static io.engram.trace.collector.spool.TestSpools.slot;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.collector.record.EventBits;
import io.engram.trace.collector.record.RandomEvents;
import io.engram.trace.collector.spool.LostBlock.Cause;
import io.engram.trace.core.spi.TracedThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpoolTest {
    @TempDir
    private Path folder;

    private final List<LostBlock<Long>> lost = new ArrayList<>();

    private DiskSpool<Long> openOf(long maxBytes) throws IOException {
        return open(folder, maxBytes, lost::add);
    }

    private static void append(DiskSpool<Long> spool, long... numbers) throws IOException {
        for (long number : numbers) {
            spool.append(event(number), number);
        }
    }

    private static List<Long> drain(DiskSpool<Long> spool) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (SpoolBlock<Long> block = spool.next(); block != null; block = spool.next()) {
            assertEquals(event(number(block)), block.events());
            numbers.add(number(block));
            spool.acknowledge(block);
        }
        return numbers;
    }

    private static long[] range(long from, long to) {
        return LongStream.range(from, to).toArray();
    }

    private static List<Long> list(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @Test
    void shouldHandOutWhatWasAppended() throws IOException {
        try (DiskSpool<String> spool = open(folder)) {
            assertFalse(spool.hasNext());
            assertNull(spool.next());
            spool.append(events(1, 3), "one");
            spool.append(events(2, 2), "two");
            assertTrue(spool.hasNext());
            assertEquals(5, spool.events());
            SpoolBlock<String> one = spool.next();
            SpoolBlock<String> two = spool.next();
            assertNull(spool.next());
            assertFalse(spool.hasNext());
            assertEquals(List.of(events(1, 3), "one", Map.of()), List.of(one.events(), one.tag(), one.resource()));
            assertEquals(List.of(events(2, 2), "two", Map.of()), List.of(two.events(), two.tag(), two.resource()));
            assertEquals(5, spool.events());
            spool.acknowledge(two);
            assertEquals(3, spool.events());
            spool.acknowledge(one);
            spool.acknowledge(one);
            assertEquals(0, spool.events());
            assertEquals(0, spool.bytes());
            assertEquals(List.of(), segments(folder, 0));
            assertEquals(0, spool.corruptBlocks());
        }
    }

    @Test
    void shouldKeepAFullBlockOfAnyEvents() throws IOException {
        List<CognitiveEvent> events = new RandomEvents(1).next(DiskSpool.MAX_BLOCK_EVENTS, 7);
        try (DiskSpool<String> spool = open(folder)) {
            spool.append(events, null);
            assertEquals(EventBits.of(events), EventBits.of(spool.next().events()));
        }
        try (DiskSpool<String> spool = open(folder)) {
            assertEquals(EventBits.of(events), EventBits.of(spool.next().events()));
        }
    }

    @Test
    void shouldRefuseMoreEventsThanABlockHolds() throws IOException {
        try (DiskSpool<String> spool = open(folder)) {
            assertEquals("4097 events are too many for a block: give 4096 at most",
                    assertThrows(IllegalArgumentException.class, () -> spool.append(events(1, 4_097), null))
                            .getMessage());
            spool.append(List.of(), "none");
            assertFalse(spool.hasNext());
            assertEquals(0, spool.bytes());
        }
    }

    @Test
    void shouldGiveAQuestionMarkForASurrogateWithoutItsPartner() throws IOException {
        List<CognitiveEvent> named = new ArrayList<>();
        List<CognitiveEvent> expected = new ArrayList<>();
        for (String name : List.of("a\ud83e", "\udde0b", "\ud83e\udde0", "?")) {
            named.add(new ReconsolidationEvent(1, new TracedThread(1, name), 1, 1, 1, 1, 1, 1, 1, 1));
        }
        for (String name : List.of("a?", "?b", "\ud83e\udde0", "?")) {
            expected.add(new ReconsolidationEvent(1, new TracedThread(1, name), 1, 1, 1, 1, 1, 1, 1, 1));
        }
        try (DiskSpool<String> spool = open(folder)) {
            spool.append(named, null);
            assertEquals(expected, spool.next().events());
        }
    }

    @Test
    void shouldLeaveWhatWasNotAcknowledgedToTheNextProcess() throws IOException {
        try (DiskSpool<Long> spool = openOf(1 << 20)) {
            append(spool, range(0, 20));
            SpoolBlock<Long> first = spool.next();
            spool.next();
            spool.acknowledge(first);
            assertEquals(19, spool.events());
        }
        try (DiskSpool<Long> spool = openOf(1 << 20)) {
            assertEquals(0, spool.events());
            assertTrue(spool.hasNext());
            SpoolBlock<Long> block = spool.next();
            assertEquals(event(1), block.events());
            assertEquals(RESOURCE, block.resource());
            assertNull(block.tag());
            spool.acknowledge(block);
            append(spool, 20);
            assertEquals(list(2, 21), drain(spool));
            assertEquals(List.of(), segments(folder, 0));
        }
        assertEquals(List.of(), lost);
    }

    @Test
    void shouldNotHandOutAgainWhatWasAcknowledgedInAnyOrder() throws IOException {
        try (DiskSpool<Long> spool = openOf(1 << 20)) {
            append(spool, range(0, 6));
            List<SpoolBlock<Long>> blocks = new ArrayList<>();
            while (spool.hasNext()) {
                blocks.add(spool.next());
            }
            for (int i : new int[] {4, 1, 3}) {
                spool.acknowledge(blocks.get(i));
            }
            try (DiskSpool<Long> killed = open(copy(folder, 0, folder.resolve("copy")))) {
                assertEquals(List.of(0L, 2L, 5L), drain(killed));
            }
            spool.acknowledge(blocks.get(0));
        }
        try (DiskSpool<Long> spool = openOf(1 << 20)) {
            assertEquals(List.of(2L, 5L), drain(spool));
            assertEquals(0, spool.bytes());
        }
        assertEquals(List.of(), lost);
    }

    @Test
    void shouldBeginSegmentsAnewAndDeleteThoseDelivered() throws IOException {
        try (DiskSpool<Long> spool = openOf(1 << 20)) {
            append(spool, range(0, 13));
            assertEquals(List.of(SEGMENT_BYTES, SEGMENT_BYTES, BEGINNING_BYTES + BLOCK_BYTES),
                    segments(folder, 0).stream().map(file -> file.toFile().length()).toList());
            assertEquals(lengthOf(segments(folder, 0)), spool.bytes());
            for (int i = 0; i < 7; i++) {
                spool.acknowledge(spool.next());
            }
            assertEquals(2, segments(folder, 0).size());
            assertEquals(list(7, 13), drain(spool));
            assertEquals(List.of(), segments(folder, 0));
            append(spool, 13);
            assertEquals(List.of("0000000000000003.seg"),
                    segments(folder, 0).stream().map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    void shouldDropTheOldestSegmentsWhenFull() throws IOException {
        try (DiskSpool<Long> spool = openOf(2 * SEGMENT_BYTES)) {
            append(spool, range(0, 12));
            assertEquals(List.of(), lost);
            append(spool, 12);
            assertEquals(LongStream.range(0, 6).mapToObj(i -> new LostBlock<>(i, 1, Cause.FULL)).toList(), lost);
            assertEquals(7, spool.events());
            assertEquals(list(6, 13), drain(spool));
            assertEquals(0, spool.corruptBlocks());
        }
    }

    @Test
    void shouldNotDropASegmentThatIsBeingRead() throws IOException {
        try (DiskSpool<Long> spool = openOf(2 * SEGMENT_BYTES)) {
            append(spool, range(0, 12));
            SpoolBlock<Long> first = spool.next();
            append(spool, 12);
            assertEquals(LongStream.range(6, 12).mapToObj(i -> new LostBlock<>(i, 1, Cause.FULL)).toList(), lost);
            append(spool, range(13, 18));
            for (int i = 0; i < 6; i++) {
                assertEquals(i < 5 ? i + 1 : 12, number(spool.next()));
            }
            lost.clear();
            String message = assertThrows(IOException.class, () -> append(spool, 18)).getMessage();
            assertEquals("spool " + slot(folder.toRealPath(), 0) + " is full: of 3328 bytes 3328 are being read and 256"
                    + " more are needed: raise its size or read less at once", message);
            assertEquals(List.of(), lost);
            assertEquals(11 + 1, spool.events());
            spool.acknowledge(first);
            assertEquals(13, number(spool.next()));
        }
    }

    @Test
    void shouldRefuseABlockLargerThanTheSpool() throws IOException {
        try (DiskSpool<Long> spool = openOf(2 * SEGMENT_BYTES)) {
            append(spool, 1);
            assertEquals("a block of 100 events takes 6784 bytes of 3200: append fewer events at once or raise the"
                    + " spool's size",
                    assertThrows(IOException.class, () -> spool.append(events(2, 100), 2L)).getMessage());
            assertEquals(List.of(1L), drain(spool));
            assertEquals(List.of(), lost);
        }
    }

    @Test
    void shouldGiveALargeBlockASegmentOfItsOwn() throws IOException {
        try (DiskSpool<Long> spool = openOf(1 << 20)) {
            append(spool, 1);
            spool.append(events(2, 1_000), 2L);
            append(spool, 3);
            assertEquals(3, segments(folder, 0).size());
            spool.acknowledge(spool.next());
            assertEquals(events(2, 1_000), spool.next().events());
            assertEquals(List.of(3L), drain(spool));
        }
    }

    @Test
    void shouldDropWhatIsTooMuchWhenOpenedSmaller() throws IOException {
        try (DiskSpool<Long> spool = openOf(1 << 20)) {
            append(spool, range(0, 20));
        }
        try (DiskSpool<Long> spool = openOf(2 * SEGMENT_BYTES)) {
            assertTrue(spool.bytes() <= 2 * SEGMENT_BYTES);
            assertEquals(list(0, 12).stream().map(i -> new LostBlock<Long>(null, 1, Cause.FULL)).toList(), lost);
            assertEquals(list(12, 20), drain(spool));
        }
    }

    @Test
    void shouldSizeSegmentsByTheSpool() {
        assertEquals(256 << 10, SpoolLimits.of(1 << 20).segmentBytes());
        assertEquals(1 << 20, SpoolLimits.of(8 << 20).segmentBytes());
        assertEquals(16 << 20, SpoolLimits.of(1L << 40).segmentBytes());
    }

    @Test
    void shouldKeepTwoSpoolsOfOneFolderApartAndAdoptWhatIsLeft() throws IOException {
        DiskSpool<Long> one = openOf(1 << 20);
        DiskSpool<Long> two = openOf(1 << 20);
        append(one, 1, 3);
        append(two, 2);
        append(one, 4);
        assertEquals(1, number(one.next()));
        assertEquals(2, number(two.next()));
        assertFalse(two.hasNext());
        DiskSpool<Long> three = openOf(1 << 20);
        assertFalse(three.hasNext());
        two.close();
        one.close();
        append(three, 5);
        assertEquals(List.of(5L), drain(three));
        three.close();
        try (DiskSpool<Long> next = openOf(1 << 20)) {
            assertEquals(List.of(1L, 3L, 4L, 2L), drain(next));
            for (int n = 0; n < 3; n++) {
                assertEquals(List.of(), segments(folder, n));
            }
        }
        assertEquals(List.of(), lost);
    }

    @Test
    void shouldKeepSpoolsOfOtherNamesApart() throws IOException {
        try (DiskSpool<Long> spool = openOf(1 << 20)) {
            append(spool, 1);
        }
        try (DiskSpool<Long> other = DiskSpool.open(folder, TestSpools.NAME + "-0", 1 << 20, RESOURCE, lost::add)) {
            assertFalse(other.hasNext());
        }
        assertEquals(1, segments(folder, 0).size());
    }

    @Test
    void shouldRefuseWhatIsNoNameOrTooManyAttributes() {
        for (String bad : List.of("", "a/b", "..", ".a", "a b", "\u00e4")) {
            assertEquals("spool name '" + bad + "' is no file name: give letters, digits, dots, hyphens and"
                    + " underscores", assertThrows(IllegalArgumentException.class,
                            () -> DiskSpool.<Long>open(folder, bad, 1 << 20, Map.of(), lost::add)).getMessage());
        }
        assertEquals("resource attributes take 65537 bytes: give 65536 at most",
                assertThrows(IllegalArgumentException.class, () -> DiskSpool.<Long>open(folder, "a", 1 << 20,
                        Map.of("k", "v".repeat(65_537 - 9)), lost::add)).getMessage());
    }

    @Test
    void shouldRefuseMoreSpoolsThanThereAreSlots() throws IOException {
        List<DiskSpool<Long>> spools = new ArrayList<>();
        for (int i = 0; i < SpoolSlot.SLOTS; i++) {
            spools.add(openOf(1 << 20));
        }
        String message = assertThrows(IOException.class, () -> openOf(1 << 20)).getMessage();
        assertTrue(message.contains("all 64 slots of spool ") && message.contains("are in use"), message);
        spools.get(17).close();
        spools.set(17, openOf(1 << 20));
        append(spools.get(17), 1);
        assertEquals(1, segments(folder, 17).size());
        for (DiskSpool<Long> spool : spools) {
            spool.close();
        }
    }

    @Test
    void shouldRefuseToWorkAfterClose() throws IOException {
        DiskSpool<Long> spool = openOf(1 << 20);
        append(spool, 1, 2);
        SpoolBlock<Long> block = spool.next();
        spool.close();
        spool.close();
        spool.acknowledge(block);
        assertFalse(spool.hasNext());
        String message = "spool 'test' is closed: open it again";
        assertEquals(message, assertThrows(IOException.class, spool::next).getMessage());
        assertEquals(message, assertThrows(IOException.class, () -> append(spool, 3)).getMessage());
        try (DiskSpool<Long> next = openOf(1 << 20)) {
            assertEquals(List.of(1L, 2L), drain(next));
        }
    }

    @Test
    void shouldKeepWhatItMakesPrivate() throws IOException {
        Assumptions.assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path made = folder.resolve("made");
        try (DiskSpool<Long> spool = open(made)) {
            append(spool, 1);
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(slot(made, 0))));
            for (Path file : List.of(segments(made, 0).getFirst(), slot(made, 0).resolve("lock"))) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
    }

    @Test
    void shouldFollowNoLinks() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(slot(folder, 0), elsewhere);
        assertThrows(IOException.class, () -> openOf(1 << 20));
        Files.delete(slot(folder, 0));
        Files.createDirectory(slot(folder, 0));
        Path target = Files.writeString(elsewhere.resolve("file"), "precious");
        Files.createSymbolicLink(slot(folder, 0).resolve("lock"), target);
        assertThrows(IOException.class, () -> openOf(1 << 20));
        Files.delete(slot(folder, 0).resolve("lock"));
        Files.createSymbolicLink(slot(folder, 0).resolve("0000000000000000.seg"), target);
        try (DiskSpool<Long> spool = openOf(1 << 20)) {
            append(spool, 1);
            assertEquals(List.of(1L), drain(spool));
        }
        assertEquals("precious", Files.readString(target));
        try (Stream<Path> files = Files.list(elsewhere)) {
            assertEquals(List.of(target), files.toList());
        }
    }

    @Test
    void shouldSayThatTheFolderCannotBeUsed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        for (Path bad : List.of(file, file.resolve("below"))) {
            String message = assertThrows(IOException.class, () -> open(bad)).getMessage();
            assertTrue(message.startsWith("spool 'test' cannot use " + bad + " (")
                    && message.endsWith("): give a folder that can be written"), message);
        }
    }

    @Test
    void shouldSayThatAFolderIsReadOnly() {
        Path readOnly = Path.of("/sys/kernel");
        Assumptions.assumeTrue(Files.isDirectory(readOnly), "needs a folder that not even root can write");
        String message = assertThrows(IOException.class, () -> open(readOnly)).getMessage();
        assertTrue(message.startsWith("spool 'test' cannot use /sys/kernel ("), message);
    }

    @Test
    void shouldReportThatTheFolderIsGoneUntilItIsBack() throws IOException {
        Path made = folder.resolve("made");
        try (DiskSpool<Long> spool = open(made, 1 << 20, lost::add)) {
            append(spool, 1, 2);
            delete(made);
            for (int i = 0; i < 2; i++) {
                assertEquals("spool folder " + made + " is not there any more: make it again",
                        assertThrows(IOException.class, () -> append(spool, 3)).getMessage());
            }
            Files.createDirectory(made);
            append(spool, 4);
            assertEquals(1, segments(made, 0).size());
            // The deleted file was still open.
            assertEquals(List.of(1L, 2L, 4L), drain(spool));
            assertEquals(0, spool.events());
            assertEquals(List.of(), lost);
            try (DiskSpool<Long> other = open(made)) {
                append(other, 5);
                assertEquals(1, segments(made, 1).size());
            }
        }
    }

    @Test
    void shouldReportBlocksWhoseFileWasDeleted() throws IOException {
        try (DiskSpool<Long> spool = openOf(1 << 20)) {
            append(spool, range(0, 8));
            Files.delete(segments(folder, 0).getFirst());
            assertEquals(List.of(6L, 7L), drain(spool));
            assertEquals(LongStream.range(0, 6).mapToObj(i -> new LostBlock<>(i, 1, Cause.CORRUPT)).toList(), lost);
            assertEquals(0, spool.events());
            assertEquals(6, spool.corruptBlocks());
            assertEquals(0, spool.bytes());
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void shouldWorkInAnInterruptedThreadAndKeepTheInterrupt() throws IOException {
        try {
            DiskSpool<Long> spool = openOf(1 << 20);
            Thread.currentThread().interrupt();
            append(spool, range(0, 10));
            assertTrue(Thread.currentThread().isInterrupted());
            SpoolBlock<Long> first = spool.next();
            assertEquals(event(0), first.events());
            spool.acknowledge(first);
            spool.close();
            try (DiskSpool<Long> next = openOf(1 << 20)) {
                assertEquals(list(1, 10), drain(next));
            }
            assertTrue(Thread.currentThread().isInterrupted());
        } finally {
            Thread.interrupted();
        }
        assertEquals(List.of(), lost);
    }

    @Test
    void shouldSurviveInterruptsInTheMiddle() throws Exception {
        try (DiskSpool<Long> spool = openOf(64 << 20)) {
            AtomicBoolean done = new AtomicBoolean();
            Thread victim = Thread.currentThread();
            CompletableFuture<Void> interrupting = CompletableFuture.runAsync(() -> {
                while (!done.get()) {
                    victim.interrupt();
                    Thread.onSpinWait();
                }
            });
            for (long i = 0; i < 40; i++) {
                spool.append(events(i, 100), i);
            }
            done.set(true);
            interrupting.join();
            Thread.interrupted();
            for (long i = 0; i < 40; i++) {
                assertEquals(events(i, 100), spool.next().events());
            }
            assertNull(spool.next());
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void shouldLetOneThreadAppendWhileAnotherDelivers() throws Exception {
        int blocks = 3_000;
        List<LostBlock<Long>> dropped = new ArrayList<>();
        // The callback may use the spool: it is called under no lock.
        DiskSpool<Long>[] self = newArray();
        try (DiskSpool<Long> spool = open(folder, 8 * SEGMENT_BYTES, block -> {
            synchronized (dropped) {
                dropped.add(block);
            }
            self[0].hasNext();
        })) {
            self[0] = spool;
            CompletableFuture<Void> appending = CompletableFuture.runAsync(() -> {
                try {
                    for (long i = 0; i < blocks; i++) {
                        append(spool, i);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            List<Long> delivered = new ArrayList<>();
            while (!appending.isDone() || spool.hasNext()) {
                SpoolBlock<Long> block = spool.next();
                if (block != null) {
                    assertEquals(event(number(block)), block.events());
                    delivered.add(block.tag());
                    spool.acknowledge(block);
                }
            }
            appending.join();
            assertEquals(delivered.stream().sorted().toList(), delivered);
            Set<Long> all = new HashSet<>(delivered);
            dropped.forEach(block -> assertTrue(all.add(block.tag()), () -> block + " was delivered too"));
            assertEquals(blocks, all.size());
            assertEquals(blocks, delivered.size() + dropped.size());
            assertEquals(0, spool.events());
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static DiskSpool<Long>[] newArray() {
        return new DiskSpool[1];
    }

    @Test
    void shouldSetAsideWhatItCannotKnowAndReadTheRest() throws IOException {
        try (DiskSpool<Long> spool = openOf(1 << 20)) {
            append(spool, range(0, 24));
        }
        List<Path> files = segments(folder, 0);
        overwrite(files.get(0), 0, 'X');
        // Version 2.
        overwrite(files.get(1), 12, 2);
        // The other byte order.
        overwrite(files.get(2), 8, 1);
        overwrite(files.get(2), 11, 4);
        Files.createFile(slot(folder, 0).resolve("00000000000000ff.seg"));
        Files.writeString(slot(folder, 0).resolve("0000000000000100.seg"), "garbage");
        Files.writeString(slot(folder, 0).resolve("notes.txt"), "somebody's");
        long bad = lengthOf(files.subList(0, 3)) + 7;
        try (DiskSpool<Long> spool = openOf(bad + 2 * SEGMENT_BYTES)) {
            assertEquals(4, spool.corruptBlocks());
            assertEquals(Collections.nCopies(4, new LostBlock<Long>(null, -1, Cause.CORRUPT)), lost);
            assertEquals(bad, lengthOf(files(folder, 0, ".bad")));
            assertEquals(SEGMENT_BYTES, spool.bytes());
            append(spool, range(24, 30));
            assertEquals(4, files(folder, 0, ".bad").size());
            // They are the first to make room.
            append(spool, 30);
            assertEquals(List.of(), files(folder, 0, ".bad"));
            assertEquals(list(18, 31), drain(spool));
        }
        assertEquals(4, lost.size());
        assertEquals("somebody's", Files.readString(slot(folder, 0).resolve("notes.txt")));
    }

    private static void overwrite(Path file, int offset, int value) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[offset] = (byte) value;
        Files.write(file, bytes);
    }

    @Test
    void shouldSkipADamagedBlockOfItsOwn() throws IOException {
        try (DiskSpool<Long> spool = openOf(1 << 20)) {
            append(spool, range(0, 4));
            Path file = segments(folder, 0).getFirst();
            overwrite(file, (int) (BEGINNING_BYTES + BLOCK_BYTES + 200), 77);
            overwrite(file, (int) (BEGINNING_BYTES + 2 * BLOCK_BYTES + 8), 77);
            assertEquals(List.of(0L, 3L), drain(spool));
            assertEquals(List.of(new LostBlock<>(1L, 1, Cause.CORRUPT), new LostBlock<>(2L, 1, Cause.CORRUPT)), lost);
            assertEquals(2, spool.corruptBlocks());
            assertEquals(0, spool.events());
        }
    }
}
