// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.jmh.report;

/** What kind of work a benchmark measures. */
enum Group {
    /** A single call that others are compared with. */
    YARDSTICK,
    /** A single call of the tracer. */
    TRACER,
    /** A single call of something else that events can be handed to. */
    PEER,
    /** Work on 10,000 events. */
    BATCH,
    /** From the trace call until a server has acknowledged, per event. */
    DELIVERY,
    /** Anything else. */
    OTHER;

    boolean isSingleCall() {
        return this == YARDSTICK || this == TRACER || this == PEER;
    }
}
