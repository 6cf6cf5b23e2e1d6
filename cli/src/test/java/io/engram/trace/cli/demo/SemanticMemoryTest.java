// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SemanticMemoryTest {

    private final AssociativeNetwork network = new AssociativeNetwork(DrmLists.load().lists());
    private final SemanticMemory memory = new SemanticMemory(network, ModelParameters.calibrated());

    @Test
    void shouldShareACueAmongAllThatHangsOnIt() {
        final int cue = network.word(0, 0);
        final int target = network.word(0, 1);
        memory.study(cue, 1.0);
        memory.study(target, 1.0);
        double share = memory.cueShare(cue, target);
        assertEquals(1.0, share, 1e-12, "the only associate gets everything");
        for (int p = 2; p < DrmList.LENGTH; p++) {
            memory.study(network.word(0, p), 1.0);
            final double smaller = memory.cueShare(cue, target);
            assertTrue(smaller < share, "fan " + p);
            share = smaller;
        }
    }

    @Test
    void shouldAnswerSlowerWithHigherFan() {
        final double gain = ModelParameters.calibrated().primingGain();
        final int cue = network.word(0, 0);
        final int target = network.word(0, 1);
        memory.study(target, 1.0);
        memory.advance(10.0);
        final double narrow = memory.activation(target) + gain * Math.sqrt(memory.cueShare(cue, target));
        for (int p = 2; p < DrmList.LENGTH; p++) {
            memory.study(network.word(0, p), 1.0);
        }
        final double wide = memory.activation(target) + gain * Math.sqrt(memory.cueShare(cue, target));
        assertTrue(wide < narrow);
        assertTrue(SemanticMemory.latency(wide) > SemanticMemory.latency(narrow));
    }

    @Test
    void shouldForgetWithTime() {
        final int node = network.word(0, 0);
        memory.study(node, 1.0);
        double before = memory.activation(node);
        for (int i = 0; i < 10; i++) {
            memory.advance(60.0);
            assertTrue(memory.activation(node) < before);
            before = memory.activation(node);
        }
        memory.rest(24 * 3600.0);
        assertTrue(memory.activation(node) < before);
    }

    @Test
    void shouldActivateALureMoreTheMoreOfItsListIsStudied() {
        // Robinson and Roediger (1997): false recall grows with the number of associates studied.
        final int lure = network.lure(0);
        double before = memory.need(lure);
        assertEquals(0.0, before);
        for (int p = 0; p < DrmList.LENGTH; p++) {
            memory.study(network.word(0, p), 1.0);
            assertTrue(memory.need(lure) > before, "word " + p);
            before = memory.need(lure);
        }
        assertTrue(!memory.studied(lure));
    }

    @Test
    void shouldStrengthenATraceByRetrieval() {
        final int node = network.word(0, 0);
        memory.study(node, 1.0);
        memory.advance(60.0);
        final double before = memory.activation(node);
        memory.retrieve(node, 0.5);
        assertTrue(memory.activation(node) > before);
        assertEquals(0.5, memory.repetitionShare(node));
        assertEquals(0.0, memory.sinceReactivation(node));
    }

    @Test
    void shouldForgetEverythingOnReset() {
        memory.study(network.word(0, 0), 1.0);
        memory.reset();
        assertEquals(0.0, memory.need(network.word(0, 0)));
        assertEquals(0.0, memory.need(network.lure(0)));
        assertEquals(0.0, memory.elapsed());
    }
}
