// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engram.trace.memlayout.layout.SamplingWord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GapSamplerTest {
    @ParameterizedTest
    @ValueSource(doubles = {0.0, 0.01, 0.3, 0.9, 1.0})
    void shouldDecideTheSameWithAndWithoutSkipping(double rate) {
        long word = SamplingWord.of(rate);
        GapSampler plain = at(word);
        GapSampler skipping = at(word);
        for (int i = 0; i < 10_000; i++) {
            boolean kept = plain.admit();
            assertEquals(kept, !skipping.skip(word) && skipping.admit(), "event " + i);
            assertEquals(plain.sampledOut(), skipping.sampledOut());
        }
    }

    @Test
    void shouldNotSkipAtAnotherWord() {
        GapSampler sampler = at(SamplingWord.of(0.0));
        assertTrue(sampler.skip(SamplingWord.of(0.0)));
        assertFalse(sampler.skip(SamplingWord.of(0.5)));
        assertFalse(sampler.skip(SamplingWord.CLOSED));
        assertFalse(sampler.skip(SamplingWord.DISABLED));
        assertEquals(1, sampler.sampledOut());
    }

    @Test
    void shouldNotSkipBeforeItHasAWord() {
        GapSampler sampler = new GapSampler(1);
        assertFalse(sampler.skip(SamplingWord.of(0.0)));
        assertFalse(sampler.skip(SamplingWord.DISABLED));
        assertEquals(0, sampler.sampledOut());
    }

    private static GapSampler at(long word) {
        GapSampler sampler = new GapSampler(7);
        sampler.adopt(word);
        return sampler;
    }
}
