// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.collector.spool.LostBlock.Cause;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spools that other JVMs write. The timeout is for a process that hangs. */
@Timeout(300)
class SpoolOfOtherProcessTest {
    private static final int KILLS = 20;

    @TempDir
    private Path folder;

    private final List<LostBlock<Long>> lost = new ArrayList<>();

    private DiskSpool<Long> open() throws IOException {
        return DiskSpool.open(folder, TestSpools.NAME, 64 << 20, TestSpools.RESOURCE, lost::add);
    }

    private Process start(List<String> before, long first, long end) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-cp",
                System.getProperty("java.class.path"), SpoolMain.class.getName(), folder.toString(),
                Long.toString(first), Long.toString(end)));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** All that waits, checked and acknowledged. */
    private static List<Long> drain(DiskSpool<Long> spool) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (SpoolBlock<Long> block = spool.next(); block != null; block = spool.next()) {
            long number = TestSpools.number(block);
            assertEquals(TestSpools.events(number, 1 + (int) (number % 700)), block.events());
            numbers.add(number);
            spool.acknowledge(block);
        }
        return numbers;
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @Test
    void shouldFindAllThatWasAppendedBeforeAKill() throws IOException, InterruptedException {
        Random random = new Random(23);
        long first = 0;
        for (int i = 0; i < KILLS; i++) {
            Process process = start(List.of(), first, Long.MAX_VALUE);
            long said = -1;
            try (BufferedReader output = process.inputReader()) {
                String line;
                for (int lines = 1 + random.nextInt(300); lines > 0; lines--) {
                    line = output.readLine();
                    assertNotNull(line);
                    said = Long.parseLong(line);
                }
                kill(process);
            }
            lost.clear();
            try (DiskSpool<Long> spool = open()) {
                List<Long> found = drain(spool);
                assertEquals(range(first, first + found.size()), found);
                assertTrue(first + found.size() > said, said + " was appended, the last found is " + found.getLast());
                // At most the block that was being written.
                assertTrue(lost.size() <= 1, lost::toString);
                lost.forEach(block -> assertEquals(Cause.CORRUPT, block.cause()));
                first += found.size();
                assertEquals(0, spool.bytes());
            }
        }
    }

    @Test
    void shouldLeaveTheSpoolOfALivingProcessAloneAndAdoptItWhenItHasEnded() throws IOException,
            InterruptedException {
        Process process = start(List.of(), 1_000, 1_010);
        try (BufferedReader output = process.inputReader()) {
            for (long i = 1_000; i < 1_010; i++) {
                assertEquals(Long.toString(i), output.readLine());
            }
            assertTrue(output.readLine().startsWith("bytes "));
            try (DiskSpool<Long> spool = open()) {
                assertFalse(spool.hasNext());
                spool.append(TestSpools.events(7, 8), 7L);
                assertEquals(1, TestSpools.segments(folder, 1).size());
                // A second look at the other's lock must not have taken it away.
                Process third = start(List.of(), 2_000, 2_001);
                assertEquals("2000", third.inputReader().readLine());
                assertEquals(1, TestSpools.segments(folder, 2).size());
                kill(third);
                assertEquals(List.of(7L), drain(spool));
            }
            process.outputWriter().close();
            assertEquals(0, process.waitFor());
        } finally {
            kill(process);
        }
        try (DiskSpool<Long> spool = open()) {
            List<Long> expected = new ArrayList<>(range(1_000, 1_010));
            expected.add(2_000L);
            assertEquals(expected, drain(spool));
        }
        assertEquals(List.of(), lost);
    }

    /** In this JVM a second spool looks at the first one's lock; other processes must still find it locked. */
    @Test
    void shouldKeepItsLockWhenOthersOfItsProcessMeetIt() throws IOException, InterruptedException {
        try (DiskSpool<Long> one = open()) {
            try (DiskSpool<Long> two = open()) {
                two.append(TestSpools.events(2, 3), 2L);
            }
            one.append(TestSpools.events(1, 2), 1L);
            Process process = start(List.of(), 3_000, 3_001);
            try {
                assertEquals("3000", process.inputReader().readLine());
                assertEquals(1, TestSpools.segments(folder, 0).size());
                // It took the slot that was free, and what was in there.
                assertEquals(2, TestSpools.segments(folder, 1).size());
            } finally {
                kill(process);
            }
            assertEquals(List.of(1L), drain(one));
        }
    }

    /** A file size limit is the nearest thing to a full disk that needs no disk; Linux and macOS have it. */
    @Test
    void shouldKeepWholeBlocksOnAFullDisk() throws IOException, InterruptedException {
        List<Long> accepted = appendToADiskOf(100);
        assertTrue(accepted.size() > 10 && accepted.size() < 60, accepted::toString);
        try (DiskSpool<Long> spool = open()) {
            assertEquals(accepted, drain(spool));
        }
        assertEquals(List.of(), lost);
    }

    @Test
    void shouldLeaveNoFileOnADiskThatWasFullBefore() throws IOException, InterruptedException {
        assertEquals(List.of(), appendToADiskOf(0));
        assertEquals(List.of(), TestSpools.segments(folder, 0));
    }

    private List<Long> appendToADiskOf(int kibibytes) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash's ulimit");
        List<String> limited = List.of("/bin/bash", "-c", "ulimit -f " + kibibytes + "; exec \"$0\" \"$@\"");
        Process process = start(limited, 0, 60);
        List<Long> accepted = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            for (; !line.startsWith("bytes "); line = output.readLine()) {
                if (!line.startsWith("refused ")) {
                    accepted.add(Long.parseLong(line));
                }
            }
            assertEquals("bytes " + TestSpools.lengthOf(TestSpools.segments(folder, 0)), line);
        } finally {
            kill(process);
        }
        return accepted;
    }
}
