// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.core.EventType;
import io.engram.trace.memlayout.layout.SamplingWord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GapSamplerTest {
    private static final byte PRIMING = EventType.PRIMING.code();

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 0.01, 0.3, 0.9, 1.0})
    void shouldDecideTheSameWithAndWithoutSkipping(double rate) {
        long word = SamplingWord.of(rate);
        for (EventType type : EventType.values()) {
            GapSampler plain = at(word, type);
            GapSampler skipping = at(word, type);
            for (int i = 0; i < 10_000; i++) {
                boolean kept = plain.admit(type.code());
                assertEquals(kept, !skipping.skip(type.code(), word) && skipping.admit(type.code()), "event " + i);
                assertEquals(plain.sampledOut(type), skipping.sampledOut(type));
            }
        }
    }

    @Test
    void shouldNotSkipAtAnotherWord() {
        GapSampler sampler = at(SamplingWord.of(0.0), EventType.PRIMING);
        assertTrue(sampler.skip(PRIMING, SamplingWord.of(0.0)));
        assertFalse(sampler.skip(PRIMING, SamplingWord.of(0.5)));
        assertFalse(sampler.skip(PRIMING, SamplingWord.CLOSED));
        assertFalse(sampler.skip(PRIMING, SamplingWord.DISABLED));
        assertEquals(1, sampler.sampledOut(EventType.PRIMING));
    }

    @Test
    void shouldNotSkipBeforeItHasAWord() {
        GapSampler sampler = new GapSampler(1);
        assertFalse(sampler.skip(PRIMING, SamplingWord.of(0.0)));
        assertFalse(sampler.skip(PRIMING, SamplingWord.DISABLED));
        assertEquals(0, sampler.sampledOut(EventType.PRIMING));
    }

    /** Every type has a word, a gap and a count of its own. */
    @ParameterizedTest
    @EnumSource
    void shouldKeepTypesApart(EventType one) {
        GapSampler sampler = new GapSampler(7);
        for (EventType type : EventType.values()) {
            sampler.adopt(type.code(), SamplingWord.of(type == one ? 0.0 : 1.0));
        }
        for (int i = 1; i <= 100; i++) {
            for (EventType type : EventType.values()) {
                assertEquals(type != one, sampler.admit(type.code()));
                assertEquals(type == one ? i : 0, sampler.sampledOut(type));
                assertEquals(type == one, sampler.isAt(type.code(), SamplingWord.of(0.0)));
            }
        }
        sampler.adopt(one.code(), SamplingWord.of(1.0));
        assertTrue(sampler.admit(one.code()));
        assertEquals(100, sampler.sampledOut(one), "what was left of the gap is not counted");
    }

    @Test
    void shouldBeItsOwnersOnly() {
        GapSampler sampler = new GapSampler(1);
        assertFalse(sampler.isOf(5));
        sampler.setOwner(5);
        assertTrue(sampler.isOf(5));
        sampler.setOwner(6);
        assertFalse(sampler.isOf(5));
    }

    /** Asked by another thread while rates change, from and to one at which a gap never ends, too. */
    @Test
    void shouldNeverTellMoreThanThereWere() {
        GapSampler sampler = at(SamplingWord.of(0.5), EventType.PRIMING);
        int changes = 5_000_000;
        Thread owner = new Thread(() -> {
            for (int i = 0; i < changes; i++) {
                sampler.adopt(PRIMING, SamplingWord.of(i % 2 == 0 ? 0.0 : 0.5));
                sampler.admit(PRIMING);
            }
        });
        owner.start();
        long highest = 0;
        while (owner.isAlive()) {
            long told = sampler.sampledOut(EventType.PRIMING);
            assertTrue(told >= 0, "told " + told);
            highest = Math.max(highest, told);
        }
        // A gap of 64 events at a rate of a half would be as rare as such a gap of heads.
        assertTrue(highest <= changes + 64, "told " + highest);
    }

    private static GapSampler at(long word, EventType type) {
        GapSampler sampler = new GapSampler(7);
        sampler.adopt(type.code(), word);
        return sampler;
    }
}
