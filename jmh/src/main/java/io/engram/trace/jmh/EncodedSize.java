// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** How long encoded events are. */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class EncodedSize {
    /** Events that were encoded. */
    public long events;
    /** Bytes that they took, with what surrounds them. */
    public long bytes;

    /** Called by JMH. */
    public EncodedSize() {
    }

    /** Counts a batch of {@link SampleBatch#EVENTS}, and returns its length for JMH to consume. */
    int add(int lengthBytes) {
        events += SampleBatch.EVENTS;
        bytes += lengthBytes;
        return lengthBytes;
    }
}
