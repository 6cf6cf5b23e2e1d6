// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

/**
 * One of Loki's streams: its labels, and times that rise strictly, because Loki drops entries of the same time and
 * line, and takes what is far behind for too old.
 *
 * <p>Assumptions: one thread uses it; requests are sent one after the other, and a request that was not accepted is
 * encoded again, with the same times.
 */
final class LokiStream {
    private final byte[] labels;
    private boolean begun;
    private long lastNanos;
    private boolean acceptedBegun;
    private long acceptedNanos;

    /** A stream without entries; its labels are encoded already. */
    LokiStream(byte[] labels) {
        this.labels = labels;
    }

    byte[] labels() {
        return labels;
    }

    /** Whether a time is left for one more entry. */
    boolean hasNext() {
        return !begun || lastNanos != Long.MAX_VALUE;
    }

    /**
     * The time for the next entry.
     *
     * @param unixNano time of the event, nanoseconds since 1970
     * @return the same, or the first one behind the last entry's
     */
    long next(long unixNano) {
        return begun && unixNano <= lastNanos ? lastNanos + 1 : unixNano;
    }

    /** Says that an entry of that time was added. */
    void add(long unixNano) {
        lastNanos = unixNano;
        begun = true;
    }

    /** Says that the entries since the last call were accepted. */
    void accept() {
        acceptedBegun = begun;
        acceptedNanos = lastNanos;
    }

    /** Takes back the entries since the last {@link #accept}. */
    void revert() {
        begun = acceptedBegun;
        lastNanos = acceptedNanos;
    }
}
