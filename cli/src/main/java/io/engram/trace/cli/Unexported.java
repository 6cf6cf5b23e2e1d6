// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.core.stats.DiscardReason;
import io.engram.trace.core.stats.ExporterStats;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells of events that did not get where they should. */
final class Unexported {
    private Unexported() {
    }

    /** Prints a line for each exporter that did not export all of its events, and returns whether there was one. */
    static boolean report(List<ExporterStats> exporters, PrintWriter err) {
        boolean any = false;
        for (ExporterStats one : exporters) {
            long events = one.discardedTotal();
            if (events > 0) {
                any = true;
                err.println("engram: " + Texts.count(events, "event") + " could not be exported to " + one.name() + " ("
                        + reasons(one.discarded()) + ")" + (one.lastFailure().isEmpty() ? "" : ": " + one.lastFailure()));
            }
        }
        err.flush();
        return any;
    }

    private static String reasons(Map<DiscardReason, Long> discarded) {
        return discarded.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey().label() + " " + Texts.number(entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
