// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.report;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.exporters.labels.NodeLabels;
import io.engram.trace.exporters.resource.Resource;
import java.util.List;
import java.util.Map;

/**
 * What a report is made of.
 *
 * @param resource who recorded the events; empty where that is not known
 * @param events in any order
 * @param complete whether these are all that were recorded, so that gaps between their positions are losses and the
 *     accounts are theirs
 * @param accounts the tracer's accounts, empty where there are none
 * @param lost events by reason, as lines told of them
 * @param labels of nodes
 */
public record ReportContent(Resource resource, List<CognitiveEvent> events, boolean complete,
        Map<EventType, TypeStats> accounts, Map<String, Long> lost, NodeLabels labels) {
    /**
     * Makes list and maps immutable.
     *
     * @param resource who recorded the events
     * @param events in any order
     * @param complete whether these are all
     * @param accounts the tracer's accounts
     * @param lost events by reason
     * @param labels of nodes
     */
    public ReportContent {
        events = List.copyOf(events);
        accounts = Map.copyOf(accounts);
        lost = Map.copyOf(lost);
    }
}
