// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.otlp;

import io.engram.trace.core.EventType;

/** The names in our log records. OpenTelemetry has none for cognitive events, so they are a namespace of our own. */
final class OtlpAttributes {
    static final String SCOPE = "io.engram.trace";

    static final String LOSS_EVENT = "cognitive.trace.loss";
    /** The reason follows. */
    static final String LOSS_PREFIX = "cognitive.loss.";

    static final String THREAD_ID = "thread.id";
    static final String THREAD_NAME = "thread.name";
    static final String SAMPLING_RATE = "cognitive.sampling.rate";
    static final String SAMPLING_ADJUSTED_COUNT = "cognitive.sampling.adjusted_count";
    static final String POSITION = "cognitive.position";
    static final String CORRELATION_ID = "cognitive.correlation.id";
    static final String NODE_LABELS = "cognitive.node.labels";

    static final String PRIMING_TYPE = "cognitive.priming.type";
    static final String PRIMING_STRENGTH = "cognitive.priming.strength";
    static final String PRIMING_SOURCE_ID = "cognitive.priming.source.id";
    static final String PRIMING_TARGET_ID = "cognitive.priming.target.id";

    static final String INTERFERENCE_TYPE = "cognitive.interference.type";
    static final String INTERFERENCE_MAGNITUDE = "cognitive.interference.magnitude";
    static final String INTERFERENCE_TARGET_ID = "cognitive.interference.target.id";
    static final String INTERFERENCE_COMPETING_IDS = "cognitive.interference.competing.ids";
    static final String INTERFERENCE_COMPETING_COUNT = "cognitive.interference.competing.count";

    static final String RECONSOLIDATION_NODE_ID = "cognitive.reconsolidation.node.id";
    static final String RECONSOLIDATION_WINDOW_POSITION = "cognitive.reconsolidation.window.position";
    static final String RECONSOLIDATION_MODIFICATION_COUNT = "cognitive.reconsolidation.modification.count";
    static final String RECONSOLIDATION_MODIFIED_FIELDS = "cognitive.reconsolidation.modified.fields";
    static final String RECONSOLIDATION_PLASTICITY_FACTOR = "cognitive.reconsolidation.plasticity.factor";

    static final String FALSE_MEMORY_CRITICAL_LURE_ID = "cognitive.false_memory.critical_lure.id";
    static final String FALSE_MEMORY_SOURCE_IDS = "cognitive.false_memory.source.ids";
    static final String FALSE_MEMORY_SOURCE_COUNT = "cognitive.false_memory.source.count";
    static final String FALSE_MEMORY_RECONSTRUCTION_CONFIDENCE = "cognitive.false_memory.reconstruction.confidence";

    private static final String EVENT_PREFIX = "cognitive.";

    private OtlpAttributes() {
    }

    /** The name of a type's log records. */
    static String eventName(EventType type) {
        return EVENT_PREFIX + type.label();
    }
}
