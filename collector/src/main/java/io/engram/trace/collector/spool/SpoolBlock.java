// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import io.engram.trace.collector.event.CognitiveEvent;
import java.util.List;
import java.util.Map;

/**
 * Events that were appended to a spool together, handed out to be delivered.
 *
 * @param <T> the tag's type
 * @param events as they were appended, 1 to {@link DiskSpool#MAX_BLOCK_EVENTS}
 * @param resource attributes of the process that appended them; empty if it was done through the same spool object
 * @param tag as it was appended; null if it was done through another spool object
 * @param handle tells the block from the others that the same spool object handed out
 */
public record SpoolBlock<T>(List<CognitiveEvent> events, Map<String, String> resource, T tag, long handle) {
}
