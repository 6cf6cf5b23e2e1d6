// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.NodeIds;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.exporters.json.JsonEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What an event should become in Loki, said in the plainest way. */
final class ExpectedEntries {
    private ExpectedEntries() {
    }

    static String line(CognitiveEvent event) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        new JsonEncoder().writeLines(List.of(event), line);
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    static Map<String, String> metadata(CognitiveEvent event) {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("thread_id", Long.toString(event.thread().id()));
        metadata.put("thread_name", threadName(event.thread().name()));
        metadata.put("position", Long.toString(event.position()));
        metadata.put("sample_rate", Double.toString(event.sampleRate()));
        if (event.correlationId() != 0) {
            metadata.put("correlation_id", id(event.correlationId()));
        }
        if (event.spanContext() != null) {
            metadata.put("trace_id", String.format("%016x%016x", event.spanContext().traceIdHigh(),
                    event.spanContext().traceIdLow()));
            metadata.put("span_id", String.format("%016x", event.spanContext().spanId()));
        }
        switch (event) {
            case PrimingEvent priming -> {
                metadata.put("source_node", id(priming.sourceNode()));
                metadata.put("target_node", id(priming.targetNode()));
            }
            case InterferenceEvent interference -> {
                metadata.put("target_node", id(interference.targetNode()));
                put(metadata, "competing_nodes", interference.competingNodes());
            }
            case ReconsolidationEvent reconsolidation -> metadata.put("node", id(reconsolidation.node()));
            case FalseMemoryEvent falseMemory -> {
                metadata.put("critical_lure", id(falseMemory.criticalLure()));
                put(metadata, "source_nodes", falseMemory.sourceNodes());
            }
        }
        return metadata;
    }

    private static void put(Map<String, String> metadata, String name, NodeIds ids) {
        if (ids.size() > 0) {
            metadata.put(name, IntStream.range(0, ids.size()).mapToObj(i -> id(ids.get(i)))
                    .collect(Collectors.joining(",")));
        }
    }

    private static String threadName(String name) {
        String cut = name;
        if (name.length() > 1_024) {
            cut = name.substring(0, 1_024);
            if (Character.isHighSurrogate(cut.charAt(1_023))) {
                cut = name.substring(0, 1_023);
            }
        }
        // UTF-8 has no half surrogate pairs.
        return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static String id(long id) {
        return Long.toUnsignedString(id);
    }
}
