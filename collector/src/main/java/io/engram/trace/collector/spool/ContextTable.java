// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.engram.trace.collector.event.CognitiveEvent;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects the contexts of a block that is being written. */
final class ContextTable {
    private record Name(int offset, int bytes) {
    }

    private final Map<BlockContext, Integer> indexes = new LinkedHashMap<>();
    private final Map<String, Name> names = new HashMap<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private BlockContext latest;
    private int latestIndex;

    /** The index of an event's context. */
    int indexOf(CognitiveEvent event) {
        // Events come sorted by time, often many of one thread in a row.
        if (latest == null || !latest.isSurelyOf(event)) {
            latest = BlockContext.of(event);
            latestIndex = indexes.computeIfAbsent(latest, context -> indexes.size());
            names.computeIfAbsent(latest.thread().name(), this::addName);
        }
        return latestIndex;
    }

    private Name addName(String name) {
        // A surrogate without its partner has no UTF-8: it becomes a question mark.
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        Name added = new Name(text.size(), bytes.length);
        text.writeBytes(bytes);
        return added;
    }

    int size() {
        return indexes.size();
    }

    long lengthBytes() {
        long length = size() * ContextLayout.CONTEXT_BYTES + text.size();
        return (length + Long.BYTES - 1) & -Long.BYTES;
    }

    /** Writes table and names into a zeroed block. */
    void writeTo(MemorySegment block) {
        indexes.forEach((context, index) -> {
            Name name = names.get(context.thread().name());
            ContextLayout.set(block, ContextLayout.entry(index), context, name.offset(), name.bytes());
        });
        byte[] bytes = text.toByteArray();
        MemorySegment.copy(bytes, 0, block, JAVA_BYTE, ContextLayout.entry(size()), bytes.length);
    }
}
