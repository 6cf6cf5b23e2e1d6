// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.tracefile;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the head of a trace file says about its tracer. Texts are as the file has them: print them with care.
 *
 * @param pid process id, as its own system counts
 * @param mainClass main class of the process, empty if not known
 * @param start when the tracer started
 * @param ringCapacity slots of each ring
 * @param maxRings rings at most
 * @param memoryLimitBytes memory that the tracer may take
 * @param resource attributes that the tracer's exports carry, in their order; empty if not known
 * @param config the tracer's configuration, in its order, without secrets; empty if not known
 */
public record TraceFileInfo(long pid, String mainClass, Instant start, int ringCapacity, int maxRings,
        long memoryLimitBytes, Map<String, String> resource, Map<String, String> config) {

    /**
     * Makes the maps immutable and keeps their order.
     *
     * @param pid process id
     * @param mainClass main class of the process
     * @param start when the tracer started
     * @param ringCapacity slots of each ring
     * @param maxRings rings at most
     * @param memoryLimitBytes memory that the tracer may take
     * @param resource attributes
     * @param config configuration
     */
    public TraceFileInfo {
        resource = Collections.unmodifiableMap(new LinkedHashMap<>(resource));
        config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    }
}
