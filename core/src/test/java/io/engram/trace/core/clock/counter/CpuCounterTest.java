// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CpuCounterTest {
    private static final int READS = 2_000_000;

    @Test
    void shouldBeThereJustIfItMayBe() {
        if (CpuCounter.class.getModule().isNativeAccessEnabled()) {
            String untrusted =
                    CounterTrust.refusal(System.getProperty("os.name"), System.getProperty("os.arch"), Path.of("/"));
            assertEquals(untrusted, CpuCounter.refusal());
        } else {
            assertTrue(CpuCounter.refusal().contains("start the JVM with --enable-native-access=ALL-UNNAMED"),
                    CpuCounter.refusal());
        }
    }

    @Test
    void shouldNotGoBackWithinAThread() throws InterruptedException {
        assumeTrue(CpuCounter.refusal() == null, CpuCounter.refusal());
        // More threads than cores, so that they are moved from one to another.
        Thread[] threads = new Thread[2 * Runtime.getRuntime().availableProcessors()];
        AtomicLong backwards = new AtomicLong();
        AtomicLong standing = new AtomicLong();
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                long first = CpuCounter.read();
                long last = first;
                for (int n = 0; n < READS; n++) {
                    long now = CpuCounter.read();
                    if (now < last) {
                        backwards.incrementAndGet();
                    }
                    last = now;
                }
                if (last == first) {
                    standing.incrementAndGet();
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, backwards.get(), "reads that went back");
        assertEquals(0, standing.get(), "threads that saw it stand still");
    }

    @Test
    void shouldHandEventsOnInOrderBetweenThreads() throws InterruptedException {
        assumeTrue(CpuCounter.refusal() == null, CpuCounter.refusal());
        // Each of two threads adds the counter to what the other one saw: more than the look-ahead may not be missing.
        AtomicLong latest = new AtomicLong(CpuCounter.read());
        AtomicLong worst = new AtomicLong();
        Runnable relay = () -> {
            for (int n = 0; n < READS; n++) {
                long seen = latest.get();
                long now = CpuCounter.read();
                worst.accumulateAndGet(seen - now, Math::max);
                latest.accumulateAndGet(now, Math::max);
            }
        };
        Thread other = new Thread(relay);
        other.start();
        relay.run();
        other.join();
        assertTrue(worst.get() < 100_000, "a read was " + worst.get() + " ticks behind one that came before it");
    }
}
