// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import java.util.Locale;

/** The names of an entry's structured metadata. */
enum MetadataName {
    THREAD_ID,
    THREAD_NAME,
    SAMPLE_RATE,
    POSITION,
    CORRELATION_ID,
    TRACE_ID,
    SPAN_ID,
    SOURCE_NODE,
    TARGET_NODE,
    COMPETING_NODES,
    NODE,
    CRITICAL_LURE,
    SOURCE_NODES;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name as Loki stores it: snake case. */
    String label() {
        return label;
    }
}
