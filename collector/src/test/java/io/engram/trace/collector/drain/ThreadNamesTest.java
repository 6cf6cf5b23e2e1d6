// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.drain;

import static io.engram.trace.collector.testkit.Latches.awaitQuietly;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.engram.trace.core.spi.TracedThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreadNamesTest {
    @Test
    void shouldNamePlatformThreadsThatLive() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        Thread platform = Thread.ofPlatform().name("ward 7").start(() -> awaitQuietly(told));
        Thread virtual = Thread.ofVirtual().name("never told").start(() -> awaitQuietly(told));
        ThreadNames names = new ThreadNames();
        assertEquals(new TracedThread(platform.threadId(), "ward 7"), names.find(platform.threadId()));
        assertEquals(new TracedThread(virtual.threadId(), ""), names.find(virtual.threadId()));
        told.countDown();
        platform.join();
        virtual.join();
        assertEquals("ward 7", names.find(platform.threadId()).name(), "once met, it is known after its end");
        assertEquals("", new ThreadNames().find(platform.threadId()).name());
    }

    @Test
    void shouldAskOnceForEachAndForgetWhoWasMetLongestAgo() {
        List<Long> asked = new ArrayList<>();
        ThreadNames names = new ThreadNames(id -> {
            asked.add(id);
            return id % 2 == 0 ? "thread " + id : null;
        });
        LongStream.range(0, 1_024).forEach(names::find);
        TracedThread first = names.find(0);
        assertEquals(new TracedThread(0, "thread 0"), first);
        assertEquals(new TracedThread(1_024, "thread 1024"), names.find(1_024));
        assertSame(first, names.find(0));
        assertEquals(LongStream.rangeClosed(0, 1_024).boxed().toList(), asked);
        names.find(1);
        assertEquals(1, asked.getLast(), "1 had to make room for 1024");
    }
}
