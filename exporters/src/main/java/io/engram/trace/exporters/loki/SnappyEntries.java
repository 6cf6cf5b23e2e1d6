// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.event.FalseMemoryEvent;
import io.engram.trace.collector.event.InterferenceEvent;
import io.engram.trace.collector.event.PrimingEvent;
import io.engram.trace.collector.event.ReconsolidationEvent;
import io.engram.trace.core.EventType;
import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.encode.RepeatedText;
import io.engram.trace.exporters.encode.SharedPart;
import io.engram.trace.exporters.encode.SnappyBlock;
import io.engram.trace.exporters.json.JsonBlockWriter;
import io.engram.trace.exporters.json.JsonEncoder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Entries as elements of a block of Snappy: what {@link ProtobufEntry} writes, compressed as it comes, because a
 * compressor would have to find out what is known here. The few entries that are out of the ordinary, such as those of
 * threads with very long names, are written plain and become literals.
 *
 * <p>Assumptions: one thread uses it.
 */
abstract class SnappyEntries implements StreamEntries {
    private static final int INITIAL_BYTES = 1 << 16;
    // What labels take at most besides shared ones, compressed or not, and all that is before the line.
    private static final int OWN_BYTES = 1_024;
    // What the lengths of line and entry take. No line is so short that one byte would do.
    private static final int LENGTH_BYTES = 2;
    private static final int MAX_ENTRY_BYTES = (1 << 7 * LENGTH_BYTES) - 1;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();

    final SnappyBlock block = new SnappyBlock(INITIAL_BYTES);
    final JsonBlockWriter lines;
    final SnappyMetadata metadata = new SnappyMetadata(block);
    final SharedPart<Shared> shared;
    private final PlainEntries plain;
    // The time's tag, its length but for the varint of the nanoseconds, and the field of the second.
    private long secondField;
    private int secondFieldBytes;
    private long lastSecond = -1;
    private long entry;

    /** What entries of one type, thread and sampling rate share; without texts if it is too long. */
    private record Shared(RepeatedText fields, RepeatedText labels, int maxBytes) {
        static Shared of(CognitiveEvent event, int labelBytes) {
            RepeatedText fields = JsonBlockWriter.sharedFields(event);
            RepeatedText labels = new RepeatedText(ProtobufEntry.sharedMetadata(event));
            int maxBytes = fields.lengthBytes() + JsonBlockWriter.OWN_BYTES + labels.lengthBytes() + OWN_BYTES
                    + labelBytes;
            return maxBytes > MAX_ENTRY_BYTES ? new Shared(null, null, maxBytes)
                    : new Shared(fields, labels, maxBytes);
        }
    }

    private SnappyEntries(JsonEncoder encoder) {
        lines = new JsonBlockWriter(block, encoder.labels());
        shared = new SharedPart<>(event -> Shared.of(event, lines.labelBytes()));
        plain = new PlainEntries(new ProtobufEntry(encoder), encoder);
    }

    /** The entries of the stream of a {@link LokiEventType}; lines are written as an encoder does. */
    static SnappyEntries of(int type, JsonEncoder encoder) {
        return type == LokiEventType.LOSS ? new Losses(encoder) : switch (EventType.ofCode(type)) {
            case PRIMING -> new Primings(encoder);
            case INTERFERENCE -> new Interferences(encoder);
            case RECONSOLIDATION -> new Reconsolidations(encoder);
            case FALSE_MEMORY -> new FalseMemories(encoder);
        };
    }

    // A class for each type, so that the compiler makes a method of its own of each: one for all is more than it inlines,
    // and what it then leaves out is as good as random. By type all the way: see JsonBlockWriter.

    private static final class Primings extends SnappyEntries {
        Primings(JsonEncoder encoder) {
            super(encoder);
        }

        @Override
        public int add(CognitiveEvent event, long unixNano) {
            PrimingEvent one = (PrimingEvent) event;
            Shared own = shared.of(one, EventType.PRIMING, one.thread(), one.sampleRate());
            if (isRare(own, unixNano, one.timeUnixNano(), one.position())) {
                return addPlain(one, unixNano);
            }
            long line = begin(own, unixNano);
            long lineEnd = lines.write(one, own.fields(), line);
            return end(line, lineEnd, metadata.write(one, block.repeat(own.labels(), lineEnd)));
        }
    }

    private static final class Interferences extends SnappyEntries {
        Interferences(JsonEncoder encoder) {
            super(encoder);
        }

        @Override
        public int add(CognitiveEvent event, long unixNano) {
            InterferenceEvent one = (InterferenceEvent) event;
            Shared own = shared.of(one, EventType.INTERFERENCE, one.thread(), one.sampleRate());
            if (isRare(own, unixNano, one.timeUnixNano(), one.position())) {
                return addPlain(one, unixNano);
            }
            long line = begin(own, unixNano);
            long lineEnd = lines.write(one, own.fields(), line);
            return end(line, lineEnd, metadata.write(one, block.repeat(own.labels(), lineEnd)));
        }
    }

    private static final class Reconsolidations extends SnappyEntries {
        Reconsolidations(JsonEncoder encoder) {
            super(encoder);
        }

        @Override
        public int add(CognitiveEvent event, long unixNano) {
            ReconsolidationEvent one = (ReconsolidationEvent) event;
            Shared own = shared.of(one, EventType.RECONSOLIDATION, one.thread(), one.sampleRate());
            if (isRare(own, unixNano, one.timeUnixNano(), one.position())) {
                return addPlain(one, unixNano);
            }
            long line = begin(own, unixNano);
            long lineEnd = lines.write(one, own.fields(), line);
            return end(line, lineEnd, metadata.write(one, block.repeat(own.labels(), lineEnd)));
        }
    }

    private static final class FalseMemories extends SnappyEntries {
        FalseMemories(JsonEncoder encoder) {
            super(encoder);
        }

        @Override
        public int add(CognitiveEvent event, long unixNano) {
            FalseMemoryEvent one = (FalseMemoryEvent) event;
            Shared own = shared.of(one, EventType.FALSE_MEMORY, one.thread(), one.sampleRate());
            if (isRare(own, unixNano, one.timeUnixNano(), one.position())) {
                return addPlain(one, unixNano);
            }
            long line = begin(own, unixNano);
            long lineEnd = lines.write(one, own.fields(), line);
            return end(line, lineEnd, metadata.write(one, block.repeat(own.labels(), lineEnd)));
        }
    }

    /** Lines that tell of losses. */
    private static final class Losses extends SnappyEntries {
        Losses(JsonEncoder encoder) {
            super(encoder);
        }

        @Override
        public int add(CognitiveEvent event, long unixNano) {
            throw new IllegalArgumentException("an event among losses: " + event);
        }
    }

    @Override
    public void clear() {
        block.clear();
    }

    static boolean isRare(Shared own, long unixNano, long eventUnixNano, long position) {
        return own.maxBytes() > MAX_ENTRY_BYTES || unixNano < 0 || !JsonBlockWriter.canWrite(eventUnixNano, position);
    }

    /** Begins an entry and returns the cursor of its line. */
    long begin(Shared own, long unixNano) {
        entry = block.begin(own.maxBytes());
        return block.endLiteral(entry, putHead(unixNano, block.array(), SnappyBlock.beginLiteral(entry)));
    }

    /** Ends an entry and returns its length. */
    int end(long line, long lineEnd, long end) {
        int lineBytes = SnappyBlock.offset(lineEnd) - SnappyBlock.offset(line);
        // The line begins where the literal with its length has ended.
        putLength(lineBytes, block.array(), (int) line - LENGTH_BYTES);
        putLength(SnappyBlock.offset(end) - (1 + LENGTH_BYTES), block.array(), SnappyBlock.beginLiteral(entry) + 1);
        block.end(end);
        return SnappyBlock.offset(end);
    }

    /** Writes what is before the line, with room for the lengths of entry and line. */
    private int putHead(long unixNano, byte[] to, int begin) {
        long second = unixNano / ProtobufEntry.NANOS_PER_SECOND;
        int nanos = (int) (unixNano - second * ProtobufEntry.NANOS_PER_SECOND);
        if (second != lastSecond) {
            setSecond(second);
        }
        int nanosBytes = EncodeBuffer.varintLength(nanos);
        to[begin] = (byte) ProtobufEntry.FIELD_2_TEXT;
        int time = begin + 1 + LENGTH_BYTES;
        EIGHT_BYTES.set(to, time, secondField + ((long) nanosBytes << Byte.SIZE));
        int at = time + secondFieldBytes;
        EIGHT_BYTES.set(to, at, ProtobufEntry.FIELD_2_NUMBER
                | EncodeBuffer.varintOf35Bits(nanos, nanosBytes) << Byte.SIZE
                | (long) ProtobufEntry.FIELD_2_TEXT << Byte.SIZE * (1 + nanosBytes));
        return at + 1 + nanosBytes + 1 + LENGTH_BYTES;
    }

    private void setSecond(long second) {
        int bytes = EncodeBuffer.varintLength(second);
        secondField = ProtobufEntry.FIELD_1_TEXT | (2 + bytes) << Byte.SIZE
                | ProtobufEntry.FIELD_1_NUMBER << 2 * Byte.SIZE
                | EncodeBuffer.varintOf35Bits(second, bytes) << 3 * Byte.SIZE;
        secondFieldBytes = 3 + bytes;
        lastSecond = second;
    }

    private static void putLength(int length, byte[] to, int at) {
        to[at] = (byte) (length | 0x80);
        to[at + 1] = (byte) (length >>> 7);
    }

    int addPlain(CognitiveEvent event, long unixNano) {
        plain.clear();
        int entryBytes = plain.add(event, unixNano);
        if (entryBytes != TOO_LONG) {
            putPlain();
        }
        return entryBytes;
    }

    @Override
    public void add(long unixNano, EncodeBuffer line) {
        plain.clear();
        plain.add(unixNano, line);
        putPlain();
    }

    private void putPlain() {
        EncodeBuffer entry = plain.written();
        long begin = block.begin(SnappyBlock.maxLiteralBytes(entry.length()));
        block.end(block.putLiteral(entry.array(), entry.length(), begin));
    }

    @Override
    public void takeBack() {
        block.takeBack();
    }

    @Override
    public int plainBytes() {
        return block.plainBytes();
    }

    @Override
    public EncodeBuffer written() {
        return block.elements();
    }
}
