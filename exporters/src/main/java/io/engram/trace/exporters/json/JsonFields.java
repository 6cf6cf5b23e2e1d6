// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.json;

/** The names in our JSON; the JSON Schemas beside this class say what stands behind each. */
final class JsonFields {
    static final int SCHEMA_VERSION_VALUE = 1;

    static final String SCHEMA_VERSION = "schema_version";
    static final String RESOURCE = "resource";
    static final String EVENTS = "events";
    static final String ACCOUNTS = "accounts";
    static final String EXPORTED_AT = "exported_at";

    static final String EVENT_TYPE = "event_type";
    static final String TIME_UNIX_NANO = "time_unix_nano";
    static final String TIMESTAMP = "timestamp";
    static final String THREAD_ID = "thread_id";
    static final String THREAD_NAME = "thread_name";
    static final String POSITION = "position";
    static final String SAMPLE_RATE = "sample_rate";
    static final String CORRELATION_ID = "correlation_id";
    static final String TRACE_ID = "trace_id";
    static final String SPAN_ID = "span_id";
    static final String TRACE_FLAGS = "trace_flags";
    static final String LABELS = "labels";

    static final String PRIMING_TYPE = "priming_type";
    static final String STRENGTH = "strength";
    static final String SOURCE_NODE = "source_node";
    static final String TARGET_NODE = "target_node";

    static final String INTERFERENCE_TYPE = "interference_type";
    static final String MAGNITUDE = "magnitude";
    static final String COMPETING_NODES = "competing_nodes";
    static final String COMPETING_COUNT = "competing_count";

    static final String NODE = "node";
    static final String WINDOW_POSITION = "window_position";
    static final String MODIFICATION_COUNT = "modification_count";
    static final String MODIFIED_FIELDS = "modified_fields";
    static final String PLASTICITY_FACTOR = "plasticity_factor";

    static final String CRITICAL_LURE = "critical_lure";
    static final String SOURCE_NODES = "source_nodes";
    static final String SOURCE_LIST_SIZE = "source_list_size";
    static final String RECONSTRUCTION_CONFIDENCE = "reconstruction_confidence";

    /** The event type of a line that tells of losses. */
    static final String LOSS = "loss";
    static final String LOST = "lost";

    static final String OBSERVED = "observed";
    static final String SAMPLED_OUT = "sampled_out";
    static final String REJECTED = "rejected";
    static final String RECORDED = "recorded";
    static final String EXPORTED = "exported";
    static final String OVERWRITTEN = "overwritten";
    static final String DISCARDED = "discarded";
    static final String IN_RING = "in_ring";
    static final String IN_COLLECTOR = "in_collector";

    private JsonFields() {
    }
}
