// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The streams of each service. There is more than one service where a spool holds what other processes recorded.
 *
 * <p>Assumptions: one thread uses it.
 */
final class LokiStreams {
    static final String SERVICE_NAME = "service_name";
    static final String EVENT_TYPE = "event_type";
    // Services that were not heard of for long are forgotten.
    private static final int MAX_SERVICES = 1_024;
    private static final float LOAD_FACTOR = 0.75f;

    private final Map<String, String> userLabels;
    private final Function<Map<String, String>, byte[]> encodeLabels;
    private final Map<String, LokiStream[]> byService = new LinkedHashMap<>(16, LOAD_FACTOR, true);

    LokiStreams(Map<String, String> userLabels, Function<Map<String, String>, byte[]> encodeLabels) {
        this.userLabels = userLabels;
        this.encodeLabels = encodeLabels;
    }

    /** The streams of a service, by {@link LokiEventType}. */
    LokiStream[] of(String service) {
        LokiStream[] streams = byService.get(service);
        if (streams == null) {
            if (byService.size() == MAX_SERVICES) {
                byService.remove(byService.keySet().iterator().next());
            }
            streams = make(service);
            byService.put(service, streams);
        }
        return streams;
    }

    private LokiStream[] make(String service) {
        LokiStream[] streams = new LokiStream[LokiEventType.COUNT];
        for (int type = 0; type < streams.length; type++) {
            Map<String, String> labels = new TreeMap<>(userLabels);
            labels.put(SERVICE_NAME, LokiLimits.cutBytes(service, LokiLimits.LABEL_VALUE_BYTES));
            labels.put(EVENT_TYPE, LokiEventType.label(type));
            streams[type] = new LokiStream(encodeLabels.apply(Collections.unmodifiableMap(labels)));
        }
        return streams;
    }
}
