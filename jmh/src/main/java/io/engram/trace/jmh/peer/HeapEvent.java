// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.peer;

import io.engram.trace.core.PrimingType;
import io.engram.trace.jmh.Payload;

/** A priming event as an object. */
final class HeapEvent {
    private long ticks;
    private long correlationId;
    private PrimingType type;
    private float strength;
    private long source;
    private long target;

    void set(Payload event) {
        ticks = System.nanoTime();
        correlationId = event.correlationId;
        type = event.primingType;
        strength = event.intensity;
        source = event.node;
        target = event.other0;
    }

    /** Reads all of it; returns something that depends on each field. */
    long read() {
        return ticks ^ correlationId ^ type.ordinal() ^ Float.floatToRawIntBits(strength) ^ source ^ target;
    }
}
