// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.stats;

/** Why a recorded event was not exported. New reasons go to the end: the ordinal is the place in the trace's head. */
public enum DiscardReason {
    /** A filter did not want it: the collector's, or the level of the log that it was to be written to. */
    FILTERED("filtered"),
    /** The exporter failed in a way that trying again does not mend. */
    EXPORT_FAILED("export_failed"),
    /** The tracer closed, and its deadline passed, before it could be exported. */
    SHUTDOWN("shutdown"),
    /** The record's event type or subtype is none that this version knows. */
    UNDECODABLE("undecodable"),
    /** The far side refused it for good. */
    REFUSED("refused"),
    /** The exporter was slow or its far side gone, and newer events needed the room in its queue. */
    QUEUE_FULL("queue_full"),
    /** The exporter's far side was gone, and newer events needed the room in its disk spool. */
    SPOOL_FULL("spool_full"),
    /** The disk spool could not be written, or not be read back. */
    SPOOL_FAILED("spool_failed"),
    /** Left in the disk spool when the tracer closed: whichever tracer opens the spool next exports it. */
    SPOOLED("spooled"),
    /** More events came than the exporter is to write in a second. */
    RATE_LIMITED("rate_limited");

    private final String label;

    DiscardReason(String label) {
        this.label = label;
    }

    /**
     * Whether an event discarded for this reason is gone although somebody wanted it.
     *
     * @return false if it was left out as the configuration asks, or is kept for another tracer to export
     */
    public boolean isLoss() {
        return this != FILTERED && this != SPOOLED && this != RATE_LIMITED;
    }

    /**
     * The reason's name in statistics.
     *
     * @return lower case, words joined by underscores
     */
    public String label() {
        return label;
    }
}
