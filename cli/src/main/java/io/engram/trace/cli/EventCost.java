// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.PrimingType;
import io.engram.trace.core.config.TracingConfig;
import java.util.Arrays;

/** Measures what a traced event costs here and now; {@code jmh/run} does it properly. */
final class EventCost {
    private static final int BLOCKS = 400;
    private static final int EVENTS_PER_BLOCK = 5_000;

    private EventCost() {
    }

    /**
     * Traces a few million events into a ring that nobody reads.
     *
     * @return nanoseconds per event: the median of blocks, the first half of which warm up
     */
    static double nanos() {
        TracingConfig config = TracingConfig.development().toBuilder().formats().traceFile(false).build();
        double[] blocks = new double[BLOCKS];
        try (CognitiveTracer tracer = CognitiveTracer.start(config)) {
            for (int block = 0; block < BLOCKS; block++) {
                long start = System.nanoTime();
                for (int event = 0; event < EVENTS_PER_BLOCK; event++) {
                    tracer.tracePriming(PrimingType.SEMANTIC, 0.5f, block, event);
                }
                blocks[block] = (System.nanoTime() - start) / (double) EVENTS_PER_BLOCK;
            }
        }
        double[] warm = Arrays.copyOfRange(blocks, BLOCKS / 2, BLOCKS);
        Arrays.sort(warm);
        return warm[warm.length / 2];
    }
}
