// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.program;

import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Calls of all trace methods, with arguments from all ends of their ranges and, seldom, with invalid ones. */
final class Calls {
    private static final double INVALID = 0.05;

    private Calls() {
    }

    static Arbitrary<TraceCall> any() {
        return Arbitraries.oneOf(priming(), interference(), reconsolidation(), falseMemory());
    }

    private static Arbitrary<Long> ids() {
        return Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.longs().between(1, 9)),
                Tuple.of(2, Arbitraries.longs()));
    }

    private static Arbitrary<Long> correlations() {
        return Arbitraries.oneOf(Arbitraries.just(0L), ids());
    }

    private static Arbitrary<Float> floats() {
        // A quiet NaN with other bits than the usual one: also these are kept.
        return Arbitraries.of(0.5f, 0f, 1f, -0f, Float.NaN, Float.intBitsToFloat(0xFFC1_2345), Float.MAX_VALUE,
                Float.MIN_VALUE, Float.NEGATIVE_INFINITY);
    }

    private static Arbitrary<Integer> counts() {
        int max = TraceCall.MAX_COUNT;
        return Arbitraries.frequencyOf(Tuple.of(15, Arbitraries.of(0, 1, 7, max, max + 1, Integer.MAX_VALUE)),
                Tuple.of(1, Arbitraries.just(-1)));
    }

    /** From empty to more than an event holds. */
    private static Arbitrary<long[]> lists() {
        return ids().array(long[].class).ofMinSize(0).ofMaxSize(6).injectNull(INVALID);
    }

    /** How far a list's length is from the array's: up to two less, seldom one more. */
    private static Arbitrary<Integer> differences() {
        return Arbitraries.frequency(Tuple.of(8, 0), Tuple.of(4, -1), Tuple.of(2, -2), Tuple.of(1, 1));
    }

    private static int length(long[] list, int difference) {
        return list == null ? 0 : Math.max(-1, list.length + difference);
    }

    private static Arbitrary<TraceCall> priming() {
        return Combinators.combine(correlations(), Arbitraries.of(PrimingType.values()).injectNull(INVALID), floats(),
                ids(), ids()).as(TraceCall.Priming::new);
    }

    private static Arbitrary<TraceCall> interference() {
        return Combinators.combine(correlations(), Arbitraries.of(InterferenceType.values()).injectNull(INVALID),
                floats(), ids(), lists(), differences(), Arbitraries.of(false, true))
                .as((correlation, why, magnitude, target, list, difference, listed) -> new TraceCall.Interference(
                        correlation, why, magnitude, target, list, length(list, difference), listed));
    }

    private static Arbitrary<TraceCall> reconsolidation() {
        return Combinators.combine(correlations(), ids(), floats(), counts(), ids(), floats())
                .as(TraceCall.Reconsolidation::new);
    }

    private static Arbitrary<TraceCall> falseMemory() {
        return Combinators.combine(correlations(), ids(), floats(), lists(), differences())
                .as((correlation, lure, confidence, list, difference) -> new TraceCall.FalseMemory(correlation, lure,
                        confidence, list, length(list, difference)));
    }
}
