// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import static io.engram.trace.collector.tracefixture.KeyedEvents.range;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engram.trace.collector.tracefile.RingCopier.Condition;
import io.engram.trace.collector.tracefixture.FixtureRing;
import io.engram.trace.collector.tracefixture.TraceFileFixture;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.RingLayout;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a producer does between two reads of one copy. */
class RingCopierTest {
    private static final int CAPACITY = 16;

    @TempDir
    private Path folder;
    private TraceFileFixture fixture;
    private FixtureRing ring;
    private TraceChannel channel;
    private RingCopier copier;

    @BeforeEach
    void open() throws IOException {
        fixture = TraceFileFixture.ofEnded(folder.resolve("1.trace"), CAPACITY, 1);
        ring = fixture.addRing(new TracedThread(1, "a")).write(0, 40);
        channel = TraceChannel.open(fixture.path());
        copier = new RingCopier(channel, CAPACITY);
        assertEquals(Condition.IN_USE, copier.begin(TraceFileLayout.HEAD_BYTES));
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
        fixture.close();
    }

    private List<Long> copyAndGiveIntact() throws IOException {
        int count = copier.copy(copier.oldest(), Integer.MAX_VALUE);
        assertEquals(CAPACITY, count);
        List<Long> intact = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (copier.isIntact(i)) {
                intact.add(copier.position(i));
            }
        }
        return intact;
    }

    @Test
    void shouldFindAllIntactIfNothingHappens() throws IOException {
        assertEquals(range(24, 40), copyAndGiveIntact());
    }

    @Test
    void shouldGoByTheHeadWhereStampsStillFit() throws IOException {
        // The copy of a slot may have its old stamp and words of the record that came over it.
        RingLayout.setHeadRelease(ring.memory(), 0, 45);
        assertEquals(range(29, 40), copyAndGiveIntact());
        RingLayout.setHeadRelease(ring.memory(), 0, 40 + CAPACITY + 1);
        assertEquals(List.of(), copyAndGiveIntact());
    }

    @Test
    void shouldGoByTheStampWhereTheHeadCannotTell() throws IOException {
        RingLayout.setHeadRelease(ring.memory(), 0, 45);
        RecordLayout.setStampOpaque(ring.memory(), RingLayout.slotOffset(45, CAPACITY), RecordLayout.writingStamp(45));
        assertEquals(range(30, 40), copyAndGiveIntact());
    }

    @Test
    void shouldNotBelieveAHeadThatGoesBack() throws IOException {
        RingLayout.setHeadRelease(ring.memory(), 0, 3);
        RecordLayout.setStampOpaque(ring.memory(), RingLayout.slotOffset(24, CAPACITY), RecordLayout.writingStamp(40));
        assertEquals(range(25, 40), copyAndGiveIntact());
    }
}
