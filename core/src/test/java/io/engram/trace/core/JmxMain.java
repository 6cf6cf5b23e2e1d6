// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core;

import io.engram.trace.core.config.TracingConfig;

/** Runs two tracers that ask to be shown in JMX, and tells how many events they recorded. */
final class JmxMain {
    private JmxMain() {
    }

    public static void main(String[] args) {
        TracingConfig config = TracingConfig.production().toBuilder().sampleRate(EventType.PRIMING, 1).build();
        try (CognitiveTracer one = CognitiveTracer.start(config);
                CognitiveTracer other = CognitiveTracer.start(config)) {
            one.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
            other.tracePriming(PrimingType.SEMANTIC, 1, 1, 2);
            System.out.println(one.stats().of(EventType.PRIMING).recorded()
                    + other.stats().of(EventType.PRIMING).recorded());
        }
    }
}
