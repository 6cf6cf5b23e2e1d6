// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.spi.TracedThread;
import org.junit.jupiter.api.Test;

class CognitiveEventTest {
    private static final TracedThread MAIN = new TracedThread(1, "main");

    private static void assertNodes(long subject, NodeIds others, CognitiveEvent event) {
        assertEquals(subject, event.subjectNode());
        assertEquals(others, event.otherNodes());
    }

    @Test
    void shouldTellWhatItIsAboutAndWhatElseTookPart() {
        assertNodes(-2, NodeIds.of(7),
                new PrimingEvent(5, MAIN, 0, 1, 0, PrimingType.SEMANTIC, 0.5f, 7, -2));
        assertNodes(8, NodeIds.of(0, -1, 8),
                new InterferenceEvent(5, MAIN, 0, 1, 0, InterferenceType.FAN, 0.5f, 8, NodeIds.of(0, -1, 8), 12));
        assertNodes(9, NodeIds.NONE, new ReconsolidationEvent(5, MAIN, 0, 1, 0, 9, 0.5f, 1, 2, 0.5f));
        assertNodes(0, NodeIds.of(3, 3), new FalseMemoryEvent(5, MAIN, 0, 1, 0, 0, NodeIds.of(3, 3), 2, 0.5f));
    }
}
