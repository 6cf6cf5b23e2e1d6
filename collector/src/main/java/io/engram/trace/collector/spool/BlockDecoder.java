// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.spool;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.record.RecordDecoder;
import io.engram.trace.core.spi.TracedThread;
import io.engram.trace.memlayout.layout.RecordLayout;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns a block back into events, believing nothing that it has not checked. */
final class BlockDecoder {
    private record Name(int offset, int bytes) {
    }

    private BlockDecoder() {
    }

    /**
     * Decodes a block.
     *
     * @param block all of it, as it was read
     * @return its events, or null if it is not what was written
     */
    static List<CognitiveEvent> decode(MemorySegment block) {
        if (!BlockLayout.isHeader(block, 0) || BlockLayout.lengthBytes(block, 0) != block.byteSize()
                || !BlockLayout.isBodyIntact(block)) {
            return null;
        }
        BlockContext[] contexts = contexts(block);
        return contexts == null ? null : events(block, contexts);
    }

    private static BlockContext[] contexts(MemorySegment block) {
        BlockContext[] contexts = new BlockContext[BlockLayout.contextCount(block, 0)];
        long firstName = ContextLayout.entry(contexts.length);
        long textBytes = BlockLayout.CONTEXTS + BlockLayout.contextBytes(block, 0) - firstName;
        // Names follow each other without overlap: else few bytes could ask for many strings.
        Map<Name, String> names = new HashMap<>();
        long nextName = 0;
        for (int i = 0; i < contexts.length; i++) {
            long entry = ContextLayout.entry(i);
            Name place = new Name(ContextLayout.nameOffset(block, entry), ContextLayout.nameBytes(block, entry));
            String name = names.get(place);
            if (name == null) {
                if (place.offset() != nextName || place.bytes() < 0 || place.bytes() > textBytes - nextName) {
                    return null;
                }
                name = text(block, firstName + nextName, place.bytes());
                names.put(place, name);
                nextName += place.bytes();
            }
            if (!ContextLayout.isSpanValid(block, entry)) {
                return null;
            }
            contexts[i] = new BlockContext(new TracedThread(ContextLayout.threadId(block, entry), name),
                    ContextLayout.sampleRateBits(block, entry), ContextLayout.spanContext(block, entry));
        }
        return contexts;
    }

    private static String text(MemorySegment block, long from, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        MemorySegment.copy(block, JAVA_BYTE, from, bytes, 0, lengthBytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<CognitiveEvent> events(MemorySegment block, BlockContext[] contexts) {
        CognitiveEvent[] events = new CognitiveEvent[BlockLayout.eventCount(block, 0)];
        long contextBytes = BlockLayout.contextBytes(block, 0);
        long record = BlockLayout.records(contextBytes, events.length);
        for (int i = 0; i < events.length; i++) {
            int index = BlockLayout.contextIndexOf(block, contextBytes, i);
            if (index >= contexts.length) {
                return null;
            }
            BlockContext context = contexts[index];
            events[i] = RecordDecoder.decode(block, record, RecordLayout.ticks(block, record), context.thread(),
                    RecordLayout.position(RecordLayout.stampOpaque(block, record)), context.sampleRate(),
                    context.spanContext());
            if (events[i] == null) {
                return null;
            }
            record += RecordLayout.RECORD_BYTES;
        }
        return List.copyOf(Arrays.asList(events));
    }
}
