// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.recording;

import io.engram.trace.core.EventType;
import io.engram.trace.core.registry.SharedRing;
import io.engram.trace.core.registry.ThreadRing;
import io.engram.trace.core.sampling.BernoulliSampler;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is counted by calls on one ring that go on though the tracer has closed: those that stood still when it did,
 * or were about to be sampled out.
 *
 * @param before the counts that the tracer closed with
 * @param recorded events recorded by now
 * @param sampledOut events sampled out by now
 * @param isUnderWay whether such a call holds the ring's memory
 */
record LateCalls(RingCounts before, ToLongFunction<EventType> recorded, ToLongFunction<EventType> sampledOut,
        BooleanSupplier isUnderWay) {

    /** Calls of a thread that is inside one. */
    static LateCalls of(ThreadRecorder recorder, RingCounts before) {
        return new LateCalls(before, type -> recorder.ring().writer().recorded(type.code()),
                recorder.ring().sampler()::sampledOut, recorder::isBusy);
    }

    /** Calls of a thread that is not inside one. */
    static LateCalls of(ThreadRing ring, RingCounts before) {
        return sampledOutOnly(before, ring.sampler()::sampledOut);
    }

    /** Calls on a ring without an open claim. */
    static LateCalls of(SharedRing ring, RingCounts before) {
        Map<EventType, BernoulliSampler> samplers = Stream.of(EventType.values())
                .collect(Collectors.toMap(Function.identity(), ring::sampler));
        return sampledOutOnly(before, type -> samplers.get(type).sampledOut());
    }

    // Those to come find the gate shut, but may be sampled out before they look again. The ring's memory is not held.
    private static LateCalls sampledOutOnly(RingCounts before, ToLongFunction<EventType> sampledOut) {
        return new LateCalls(before, type -> before.recorded()[type.ordinal()], sampledOut, () -> false);
    }

    /** Calls on a ring with an open claim. */
    static LateCalls ofOpen(SharedRing ring, RingCounts before) {
        return new LateCalls(before, type -> ring.written(type), type -> ring.sampler(type).sampledOut(),
                ring::hasOpenClaim);
    }

    /** Events recorded since the tracer closed; nobody will export them. */
    long late(EventType type) {
        return recorded.applyAsLong(type) - before.recorded()[type.ordinal()];
    }

    /** Events sampled out since then. */
    long lateSampledOut(EventType type) {
        return sampledOut.applyAsLong(type) - before.sampledOut()[type.ordinal()];
    }
}
