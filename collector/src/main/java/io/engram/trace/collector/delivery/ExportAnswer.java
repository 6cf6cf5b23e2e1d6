// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import io.engram.trace.collector.export.ExportException;
import io.engram.trace.collector.export.ExportException.Failed;
import io.engram.trace.core.stats.DiscardReason;
import java.util.ArrayList;
import java.util.List;

/**
 * What one call of an exporter brought about, part by part of what it was given.
 *
 * @param parts in the order in which they were given; together all of it
 */
record ExportAnswer(List<Part> parts) {
    /** What is to become of a part. */
    enum Fate {
        /** The far side has all of it, but for what it is known to have lost. */
        DONE,
        /** The far side may take it later. */
        AGAIN
    }

    /**
     * Consecutive events of one consignment that share their fate.
     *
     * @param events which
     * @param fate what is to become of them
     * @param lost how many of them the far side will never have
     */
    record Part(Consignment events, Fate fate, int lost) {
    }

    /**
     * Splits what was given by what the exporter said.
     *
     * @param given consignments, in the order in which the exporter got their events
     * @param failure what it threw, null if it returned
     */
    static ExportAnswer of(List<Consignment> given, Throwable failure) {
        List<Part> parts = new ArrayList<>();
        List<Failed> failed = failed(failure, given.stream().mapToInt(Consignment::size).sum());
        int next = 0;
        int start = 0;
        for (Consignment one : given) {
            int at = 0;
            while (at < one.size()) {
                while (next < failed.size() && failed.get(next).to() <= start + at) {
                    next++;
                }
                Failed range = next < failed.size() ? failed.get(next) : null;
                int begin = range == null ? one.size() : Math.min(one.size(), Math.max(at, range.from() - start));
                if (begin > at) {
                    parts.add(new Part(one.part(at, begin), Fate.DONE, 0));
                    at = begin;
                } else {
                    int end = Math.min(one.size(), range.to() - start);
                    parts.add(range.retryable() ? new Part(one.part(at, end), Fate.AGAIN, 0)
                            : new Part(one.part(at, end), Fate.DONE, share(range, start + at, start + end)));
                    at = end;
                }
            }
            start += one.size();
        }
        return new ExportAnswer(parts);
    }

    // Of a range of which nobody knows which events failed, each part takes its share.
    private static int share(Failed range, int from, int to) {
        return share(range, to) - share(range, from);
    }

    private static int share(Failed range, int index) {
        return (int) ((long) (index - range.from()) * range.events() / (range.to() - range.from()));
    }

    /** The ranges that failed: all of it, if nothing better is known. */
    private static List<Failed> failed(Throwable failure, int events) {
        if (failure == null) {
            return List.of();
        }
        return isUnderstood(failure, events) ? ((ExportException) failure).failed()
                : List.of(new Failed(0, events, events, false));
    }

    /** Whether a failure says which events failed. One that contradicts itself is not believed in any part. */
    static boolean isUnderstood(Throwable failure, int events) {
        if (!(failure instanceof ExportException known)) {
            return false;
        }
        int last = 0;
        for (Failed one : known.failed()) {
            if (one.from() < last || one.to() > events) {
                return false;
            }
            last = one.to();
        }
        return true;
    }

    /** Why events are lost that an exporter failed on for good. */
    static DiscardReason reason(Throwable failure) {
        return failure instanceof ExportException known ? known.reason() : DiscardReason.EXPORT_FAILED;
    }

    /** What is to be given to the exporter again. */
    List<Consignment> again() {
        return parts.stream().filter(part -> part.fate() == Fate.AGAIN).map(Part::events).toList();
    }
}
