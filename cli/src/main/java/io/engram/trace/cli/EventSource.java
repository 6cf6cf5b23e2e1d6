// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.cli;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.core.EventType;
import io.engram.trace.core.stats.TypeStats;
import io.engram.trace.exporters.labels.NodeLabels;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;

/** Where a command takes chosen events from: a file that an export wrote, or the rings of a process. */
interface EventSource extends AutoCloseable {
    /** The next event, or null if there is no more. */
    CognitiveEvent next() throws IOException;

    /** Attributes of the process that recorded the events; empty where they are not known. */
    Map<String, String> resource();

    /** The tracer's accounts; empty where they are not known; complete when there is no more event. */
    Map<EventType, TypeStats> accounts();

    /** Losses that a file tells of, by reason; empty where there are none; complete when there is no more event. */
    Map<String, Long> lost();

    /** When the last of these losses was told, nanoseconds since 1970. */
    long lossUnixNano();

    /** Losses that the accounts of a file tell of; complete when there is no more event. */
    long lostInAccounts();

    /** Words for nodes that events brought along since this was called last. */
    NodeLabels takeLabels();

    /** Events that were observed and are not among these nor filtered out, by reason; complete as the accounts are. */
    Map<String, Long> missing();

    /** Tells of what is missing. */
    void warn(PrintWriter err);

    /** Notes that all events got where they should. */
    void delivered();

    @Override
    void close() throws IOException;
}
