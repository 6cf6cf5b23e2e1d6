// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh;

import io.engram.trace.core.InterferenceType;
import io.engram.trace.core.PrimingType;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What every recording benchmark records. Fields that are not final, so that the JIT compiler cannot fold them. */
@State(Scope.Thread)
public class Payload {
    /** What links events. */
    public long correlationId = 0x5EED_0001L;
    /** Why one memory primes another. */
    public PrimingType primingType = PrimingType.SEMANTIC;
    /** Strength, magnitude, plasticity or confidence. */
    public float intensity = 0.8f;
    /** The first node: source, target or lure. */
    public long node = 4_711;
    /** The node beside it. */
    public long other0 = 8_000_000_000L;

    InterferenceType interferenceType = InterferenceType.PROACTIVE;
    float windowPosition = 0.25f;
    long other1 = 17;
    long other2 = -1;
    long[] others = {other0, other1, other2};
    int count = others.length;
    long fields = 0b1011;

    /** Called by JMH. */
    public Payload() {
    }
}
