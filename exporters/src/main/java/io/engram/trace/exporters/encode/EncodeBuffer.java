// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.encode;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A reusable array of bytes that grows as needed, and what is written into it: text, and the wire format of protocol
 * buffers (the encoding page of the Protocol Buffers documentation). Nothing but growing makes garbage.
 *
 * <p>Nested messages are written between {@link #beginMessage} and {@link #endMessage}: their length is put in when it
 * is known, in the shortest form.
 *
 * <p>Assumptions: one thread uses it.
 */
public final class EncodeBuffer {
    /** Wire type of variable-length numbers. */
    public static final int VARINT = 0;
    /** Wire type of 8-byte numbers. */
    public static final int FIXED64 = 1;
    /** Wire type of texts, bytes and messages. */
    public static final int LENGTH_DELIMITED = 2;
    /** Wire type of 4-byte numbers. */
    public static final int FIXED32 = 5;

    private static final int TAG_TYPE_BITS = 3;
    private static final int MAX_VARINT_BYTES = 10;
    private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;
    // What most messages need; a shorter or longer length moves the message.
    private static final int LENGTH_BYTES = 2;
    // What messages of any size here need: 28 bits.
    private static final int LONG_LENGTH_BYTES = 4;
    private static final VarHandle LONG_LE =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();

    private byte[] bytes;
    private int length;

    /**
     * Makes an empty buffer.
     *
     * @param capacity bytes that fit before it grows
     */
    public EncodeBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    /**
     * The tag of a field.
     *
     * @param fieldNumber from the message's definition
     * @param wireType such as {@link #VARINT}
     * @return tag
     */
    public static int tag(int fieldNumber, int wireType) {
        return fieldNumber << TAG_TYPE_BITS | wireType;
    }

    /**
     * How many bytes a number takes.
     *
     * @param value unsigned
     * @return 1 to 10
     */
    public static int varintLength(long value) {
        // Seven bits a byte; 0 takes one as well.
        return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
    }

    /**
     * What was written. Others may read it; the next write may move it elsewhere.
     *
     * @return array; its first {@link #length} bytes count
     */
    public byte[] array() {
        return bytes;
    }

    /**
     * How much was written.
     *
     * @return bytes
     */
    public int length() {
        return length;
    }

    /**
     * Takes back what was written behind a length.
     *
     * @param to 0 to {@link #length}
     */
    public void truncate(int to) {
        length = to;
    }

    /** Takes back all that was written. */
    public void clear() {
        length = 0;
    }

    /**
     * What was written, without a copy.
     *
     * @return view, good until the next write
     */
    public ByteBuffer toByteBuffer() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    /**
     * Copies what was written.
     *
     * @param out where to
     * @throws IOException if {@code out} cannot be written
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    /**
     * A stream that writes behind what was written. Closing it does nothing.
     *
     * @return stream
     */
    public OutputStream stream() {
        return new EncodeStream(this);
    }

    /**
     * Makes room, so that the next writes do not have to.
     *
     * @param more bytes
     * @throws OutOfMemoryError if no array can be so long
     */
    public void ensure(int more) {
        if (more > bytes.length - length) {
            grow(more);
        }
    }

    private void grow(int more) {
        long needed = (long) length + more;
        if (needed > MAX_ARRAY_BYTES) {
            throw new OutOfMemoryError("an export of " + needed + " bytes is longer than an array can be");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_ARRAY_BYTES, Math.max(needed, 2L * bytes.length)));
    }

    /**
     * Writes a byte.
     *
     * @param value its low 8 bits count
     */
    public void put(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    /**
     * Writes bytes.
     *
     * @param source all of it
     */
    public void put(byte[] source) {
        put(source, 0, source.length);
    }

    /**
     * Writes bytes.
     *
     * @param source array
     * @param from index of the first one
     * @param count how many
     */
    public void put(byte[] source, int from, int count) {
        ensure(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /**
     * Says how far others have written into {@link #array}, for which {@link #ensure} has made room.
     *
     * @param to index behind the last byte, {@link #length} or more
     */
    public void advance(int to) {
        length = to;
    }

    /**
     * Writes 8 bytes, the lowest first.
     *
     * @param value any
     */
    public void putLongLittleEndian(long value) {
        ensure(Long.BYTES);
        LONG_LE.set(bytes, length, value);
        length += Long.BYTES;
    }

    /**
     * Writes a text that is written often.
     *
     * @param text all of it
     */
    public void put(ShortText text) {
        ensure(ShortText.MAX_BYTES);
        length = text.put(bytes, length);
    }

    /**
     * Writes a number as decimal digits.
     *
     * @param value unsigned
     * @return how many digits
     */
    public int putDecimal(long value) {
        ensure(DecimalText.MAX_DIGITS);
        int end = DecimalText.put(value, bytes, length);
        int digits = end - length;
        length = end;
        return digits;
    }

    /**
     * Writes a number as decimal digits, behind a minus if it is negative.
     *
     * @param value signed
     */
    public void putSignedDecimal(long value) {
        if (value < 0) {
            put('-');
        }
        // The lowest number stays as it is, and is right as an unsigned one.
        putDecimal(Math.abs(value));
    }

    /**
     * Writes the part of a second as nine digits.
     *
     * @param nanos 0 to 999,999,999
     */
    public void putNanosOfSecond(int nanos) {
        ensure(1 + Long.BYTES);
        int first = nanos / 100_000_000;
        bytes[length] = (byte) ('0' + first);
        DecimalText.putEight(nanos - first * 100_000_000, bytes, length + 1);
        length += 1 + Long.BYTES;
    }

    /**
     * Writes a number as 16 hexadecimal digits, the highest first.
     *
     * @param value any
     */
    public void putHex(long value) {
        ensure(HexText.LONG_DIGITS);
        HexText.put(value, bytes, length);
        length += HexText.LONG_DIGITS;
    }

    /**
     * Writes a number as a varint.
     *
     * @param value unsigned
     */
    public void putVarint(long value) {
        ensure(MAX_VARINT_BYTES);
        length = putVarint(value, bytes, length);
    }

    /**
     * Writes a number as a varint into an array that has room for it.
     *
     * @param value unsigned
     * @param to where to
     * @param at index of the first byte
     * @return index behind the last byte
     */
    public static int putVarint(long value, byte[] to, int at) {
        long rest = value;
        int next = at;
        while ((rest & ~0x7FL) != 0) {
            to[next++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        to[next++] = (byte) rest;
        return next;
    }

    /**
     * A number as a varint, sooner than {@link #putVarint} makes it if it is any of many bits.
     *
     * @param value of 35 bits at most
     * @param length of the varint, {@link #varintLength}
     * @return its bytes, the first one lowest
     */
    public static long varintOf35Bits(long value, int length) {
        // Without a loop, whose number of rounds would be mispredicted: all bytes but the last say that there are more.
        long spread = value & 0x7F | (value & 0x7F << 7) << 1 | (value & 0x7F << 14) << 2 | (value & 0x7F << 21) << 3
                | (value & 0x7FL << 28) << 4;
        return spread | 0x8080_8080L >>> Byte.SIZE * (5 - length);
    }

    /**
     * Writes a field: a number as varint, left out by no one, so that 0 is there too.
     *
     * @param tag of the field
     * @param value unsigned
     */
    public void putVarintField(int tag, long value) {
        putVarint(tag);
        putVarint(value);
    }

    /**
     * Writes a field: 8 bytes.
     *
     * @param tag of the field
     * @param value any; of a double, its bits
     */
    public void putFixed64Field(int tag, long value) {
        putVarint(tag);
        putLongLittleEndian(value);
    }

    /**
     * Writes a field: bytes or a text that is there as UTF-8.
     *
     * @param tag of the field
     * @param source all of it
     */
    public void putBytesField(int tag, byte[] source) {
        putVarint(tag);
        putVarint(source.length);
        put(source);
    }

    /**
     * Writes a field: a text. Half a surrogate pair becomes a question mark. Makes garbage.
     *
     * @param tag of the field
     * @param text any
     */
    public void putTextField(int tag, String text) {
        putBytesField(tag, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Begins a nested message.
     *
     * @param tag of its field
     * @return what {@link #endMessage} has to be given
     */
    public int beginMessage(int tag) {
        putVarint(tag);
        ensure(LENGTH_BYTES);
        length += LENGTH_BYTES;
        return length;
    }

    /**
     * Ends a nested message.
     *
     * @param begin what {@link #beginMessage} returned
     */
    public void endMessage(int begin) {
        int size = length - begin;
        int more = varintLength(size) - LENGTH_BYTES;
        if (more != 0) {
            ensure(Math.max(0, more));
            System.arraycopy(bytes, begin, bytes, begin + more, size);
            length += more;
        }
        putVarint(size, bytes, begin - LENGTH_BYTES);
    }

    /**
     * Begins a nested message that may be large. Its length takes four bytes whatever it is, which the wire format
     * allows: moving megabytes would cost more than the bytes that it saves.
     *
     * @param tag of its field
     * @return what {@link #endLargeMessage} has to be given
     */
    public int beginLargeMessage(int tag) {
        putVarint(tag);
        ensure(LONG_LENGTH_BYTES);
        length += LONG_LENGTH_BYTES;
        return length;
    }

    /**
     * Ends a nested message that may be large.
     *
     * @param begin what {@link #beginLargeMessage} returned
     * @throws IllegalStateException if it is 256 MiB or larger
     */
    public void endLargeMessage(int begin) {
        int size = length - begin;
        if (varintLength(size) > LONG_LENGTH_BYTES) {
            throw new IllegalStateException("a message of " + size + " bytes does not fit 28 bits of length: cut it");
        }
        int rest = size;
        for (int i = begin - LONG_LENGTH_BYTES; i < begin - 1; i++) {
            bytes[i] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[begin - 1] = (byte) rest;
    }
}
