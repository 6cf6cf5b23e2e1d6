// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.clock;

import io.engram.trace.core.CognitiveTracer;
import io.engram.trace.core.EventType;
import io.engram.trace.core.config.TracingConfig;

/** Runs a tracer that traces nothing and, if told so, lets it trace something later; no event is recorded. */
final class TracerMain {
    private TracerMain() {
    }

    public static void main(String[] args) {
        try (CognitiveTracer tracer = CognitiveTracer.start(TracingConfig.disabled())) {
            if (args.length > 0) {
                tracer.setEnabled(EventType.PRIMING, true);
            }
        }
    }
}
