// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.memory.AnonymousMemory;
import io.engram.trace.core.registry.RingRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecorderTableTest {
    private static final int THREADS = 5;
    private static final int LOOK_UPS = 10_000;

    private final AnonymousMemory memory = new AnonymousMemory(1);
    private final RecorderTable table = new RecorderTable(THREADS);
    private final RingRegistry registry = new RingRegistry(memory, 1, THREADS + 1, table::remove);

    private ThreadRecorder add() {
        ThreadRecorder recorder =
                new ThreadRecorder(new Switchboard(memory.head()), registry.take(), TraceClock.system());
        table.add(recorder);
        return recorder;
    }

    @Test
    void shouldFindEachThreadsOwn() throws Exception {
        CyclicBarrier all = new CyclicBarrier(THREADS);
        List<Future<Integer>> found = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            Callable<Integer> look = () -> {
                assertNull(table.find());
                ThreadRecorder own = add();
                all.await();
                int others = 0;
                for (int i = 0; i < LOOK_UPS; i++) {
                    if (table.find() != own) {
                        others++;
                    }
                }
                return others;
            };
            for (int i = 0; i < THREADS; i++) {
                found.add(threads.submit(look));
            }
            for (Future<Integer> others : found) {
                assertEquals(0, others.get());
            }
        }
        assertEquals(THREADS, table.all().size());
    }

    @Test
    void shouldFindNoneThatWasRemovedOrCleared() {
        ThreadRecorder own = add();
        assertSame(own, table.find());
        table.remove(Thread.currentThread());
        assertNull(table.find());
        add();
        table.clear();
        assertNull(table.find());
        add();
        assertNull(table.find(), "one that comes too late is let go of");
        assertEquals(0, table.all().size());
    }

    /** Ids that share their low bits share a place. */
    @Test
    void shouldFindThreadsThatShareAPlace() throws Exception {
        ThreadRecorder own = add();
        long id = Thread.currentThread().threadId();
        try (ExecutorService other = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task);
            while ((thread.threadId() - id & 0xFF) != 0) {
                thread = new Thread(task);
            }
            return thread;
        })) {
            assertNull(other.submit(table::find).get());
            ThreadRecorder its = other.submit(this::add).get();
            assertSame(own, table.find());
            assertSame(its, other.submit(table::find).get());
            assertSame(own, table.find());
        }
    }
}
