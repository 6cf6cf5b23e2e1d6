package io.engram.trace.exporters.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A buffer that writes what it is given as elements of a raw Snappy stream (Snappy's format description): literals, and
 * copies of what stands up to 64 KiB before. It does not search for repetitions: who writes says what is repeated,
 * names by {@link #put(ShortText)} and other bytes by {@link #putRepeated}, and numbers are looked up among the last
 * ones. So it takes less time than writing everything out.
 *
 * <p>The elements of several buffers in a row are a stream too, behind the length of all of it as a varint.
 *
 * <p>Assumptions: one thread uses it; nested messages are announced by {@link #expectMessages}.
 */
public final class SnappyBuffer extends EncodeBuffer {
    private static final VarHandle INT_LE =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();

    private static final int COPY_BYTES = 3;
    private static final int COPY_TAG = 2;
    private static final int MAX_COPY = 64;
    private static final int MAX_OFFSET = 0xFFFF;
    // A literal whose length stands in its tag; a copy of less saves nothing.
    private static final int MAX_LITERAL = 60;
    private static final int MIN_COPY = 5;
    private static final int LENGTH_SHIFT = 2;
    // What is written behind the end by stores of whole words, and tags.
    private static final int SLACK_BYTES = 64;

    private static final int REPEATED_SLOTS = 1 << 11;
    private static final int NUMBER_SLOT_BITS = 5;
    private static final int NUMBER_SLOTS = 1 << NUMBER_SLOT_BITS;
    private static final long HASH_FACTOR = 0x9E37_79B9_7F4A_7C15L;
    private static final int MAX_DEPTH = 4;
    private static final int NARROW_LENGTH_BYTES = 2;
    private static final int WIDE_LENGTH_BYTES = 3;
    private static final int VARINT_BITS = 7;
    private static final int VARINT_MASK = 0x7F;
    private static final int VARINT_MORE = 0x80;

    // Where in the plain text something was written last: by id, which stands in the upper half, and by value; 0 for
    // nowhere.
    private final long[] repeatedAt = new long[REPEATED_SLOTS];
    private final long[] decimals = new long[NUMBER_SLOTS];
    private final int[] decimalAt = new int[NUMBER_SLOTS];
    private final byte[] decimalDigits = new byte[NUMBER_SLOTS];
    private final long[] hexes = new long[NUMBER_SLOTS];
    private final int[] hexAt = new int[NUMBER_SLOTS];

    private final int[] messageAt = new int[MAX_DEPTH];
    private int depth;
    private int messageLengthBytes = NARROW_LENGTH_BYTES;
    // Index of the tag of the literal that is being written, or -1.
    private int literalTag = -1;
    // Plain bytes less elements' bytes. Places count from 1, for 0 is nowhere.
    private int ahead = 1;
    private int markedLength;
    private int markedAhead;

    /**
     * Makes an empty buffer.
     *
     * @param capacity bytes that fit before it grows
     */
    public SnappyBuffer(int capacity) {
        super(capacity);
    }

    @Override
    public int plainLength() {
        return length + ahead - 1;
    }

    /** How long the elements are. A literal is ended. */
    @Override
    public int length() {
        endLiteral();
        return super.length();
    }

    @Override
    public void clear() {
        super.clear();
        literalTag = -1;
        ahead = 1;
        depth = 0;
        forget();
    }

    @Override
    public void mark() {
        endLiteral();
        markedLength = length;
        markedAhead = ahead;
    }

    @Override
    public void reset() {
        length = markedLength;
        ahead = markedAhead;
        literalTag = -1;
        depth = 0;
        // What was taken back must not be referred to.
        forget();
    }

    private void forget() {
        Arrays.fill(repeatedAt, 0);
        // No digits are too few to refer to.
        Arrays.fill(decimalDigits, (byte) 0);
        Arrays.fill(hexAt, 0);
    }

    /**
     * Not to be had: elements cannot be cut anywhere.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public void truncate(int to) {
        throw new UnsupportedOperationException("compressed bytes cannot be cut: use mark and reset");
    }

    /**
     * Not to be had: others cannot write elements.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public void advance(int to) {
        throw new UnsupportedOperationException("compressed bytes are written by put");
    }

    /** Sees to a literal that takes so many more bytes, {@link #MAX_LITERAL} at most. */
    private void literal(int more) {
        ensure(more + SLACK_BYTES);
        if (literalTag < 0 || length - literalTag + more > MAX_LITERAL + 1) {
            endLiteral();
            literalTag = length++;
            ahead--;
        }
    }

    private void endLiteral() {
        if (literalTag >= 0) {
            bytes[literalTag] = (byte) (length - literalTag - 2 << LENGTH_SHIFT);
            literalTag = -1;
        }
    }

    /** Refers to at most {@link #MAX_COPY} bytes. */
    private void copy(int offset, int count) {
        endLiteral();
        ensure(SLACK_BYTES);
        putCopy(offset, count);
    }

    private void putCopy(int offset, int count) {
        INT_LE.set(bytes, length, count - 1 << LENGTH_SHIFT | COPY_TAG | offset << Byte.SIZE);
        length += COPY_BYTES;
        ahead += count - COPY_BYTES;
    }

    @Override
    public void put(int value) {
        literal(1);
        bytes[length++] = (byte) value;
    }

    @Override
    public void put(byte[] source, int from, int count) {
        int done = 0;
        while (done < count) {
            int portion = Math.min(MAX_LITERAL, count - done);
            literal(portion);
            System.arraycopy(source, from + done, bytes, length, portion);
            length += portion;
            done += portion;
        }
    }

    @Override
    public void putRepeated(int id, byte[] source, int count) {
        int offset = offset(id);
        if (count < MIN_COPY || offset > MAX_OFFSET) {
            put(source, 0, count);
            return;
        }
        endLiteral();
        ensure((count / MAX_COPY + 1) * COPY_BYTES + SLACK_BYTES);
        int rest = count;
        while (rest > MAX_COPY) {
            putCopy(offset, MAX_COPY);
            rest -= MAX_COPY;
        }
        putCopy(offset, rest);
    }

    @Override
    public void put(ShortText text) {
        int offset = offset(text.id());
        if (text.lengthBytes() < MIN_COPY || offset > MAX_OFFSET) {
            putLiteral(text);
        } else {
            copy(offset, text.lengthBytes());
        }
    }

    private void putLiteral(ShortText text) {
        literal(text.lengthBytes());
        text.put(bytes, length);
        length += text.lengthBytes();
    }

    /** How far back something was written last, and that it is written here now; too far if it was not. */
    private int offset(int id) {
        // Where a literal begins only its tag comes in between, which is no plain text.
        int place = length + ahead;
        int slot = id & REPEATED_SLOTS - 1;
        long last = repeatedAt[slot];
        repeatedAt[slot] = (long) id << Integer.SIZE | place;
        return (int) (last >>> Integer.SIZE) == id ? place - (int) last : Integer.MAX_VALUE;
    }

    @Override
    public int putDecimal(long value) {
        int slot = (int) (value * HASH_FACTOR >>> Long.SIZE - NUMBER_SLOT_BITS);
        int digits = decimalDigits[slot];
        int offset = length + ahead - decimalAt[slot];
        if (decimals[slot] != value || offset > MAX_OFFSET || digits < MIN_COPY) {
            return putNewDecimal(value, slot);
        }
        decimalAt[slot] += offset;
        copy(offset, digits);
        return digits;
    }

    private int putNewDecimal(long value, int slot) {
        literal(DecimalText.MAX_DIGITS);
        int end = DecimalText.put(value, bytes, length);
        int digits = end - length;
        decimals[slot] = value;
        decimalDigits[slot] = (byte) digits;
        decimalAt[slot] = length + ahead;
        length = end;
        return digits;
    }

    @Override
    public void putNanosOfSecond(int nanos) {
        literal(1 + Long.BYTES);
        super.putNanosOfSecond(nanos);
    }

    @Override
    public void putFloat(float value) {
        literal(FloatText.MAX_BYTES);
        super.putFloat(value);
    }

    @Override
    public void putHex(long value) {
        int place = length + ahead;
        int slot = (int) (value * HASH_FACTOR >>> Long.SIZE - NUMBER_SLOT_BITS);
        int last = hexAt[slot];
        hexAt[slot] = place;
        if (hexes[slot] == value && last != 0 && place - last <= MAX_OFFSET) {
            copy(place - last, HexText.LONG_DIGITS);
            return;
        }
        literal(HexText.LONG_DIGITS);
        super.putHex(value);
        hexes[slot] = value;
    }

    @Override
    public void putLongLittleEndian(long value) {
        literal(Long.BYTES);
        super.putLongLittleEndian(value);
    }

    @Override
    public void putLongBigEndian(long value) {
        literal(Long.BYTES);
        super.putLongBigEndian(value);
    }

    @Override
    public void putVarint(long value) {
        literal(MAX_VARINT_BYTES);
        super.putVarint(value);
    }

    @Override
    public void expectMessages(int maxBytes) {
        if (maxBytes >= 1 << VARINT_BITS * WIDE_LENGTH_BYTES) {
            throw new IllegalArgumentException("a message of " + maxBytes + " bytes is too long: give "
                    + (1 << VARINT_BITS * WIDE_LENGTH_BYTES) + " at most");
        }
        messageLengthBytes =
                maxBytes < 1 << VARINT_BITS * NARROW_LENGTH_BYTES ? NARROW_LENGTH_BYTES : WIDE_LENGTH_BYTES;
    }

    @Override
    public int beginMessage(int tag) {
        literal(MAX_VARINT_BYTES + WIDE_LENGTH_BYTES);
        super.putVarint(tag);
        length += messageLengthBytes;
        messageAt[depth++] = length + ahead;
        return length;
    }

    @Override
    public void endMessage(int begin) {
        int rest = length + ahead - messageAt[--depth];
        // Always as wide as was announced; a varint may end in groups of 0.
        for (int at = begin - messageLengthBytes; at < begin - 1; at++) {
            bytes[at] = (byte) (rest & VARINT_MASK | VARINT_MORE);
            rest >>>= VARINT_BITS;
        }
        bytes[begin - 1] = (byte) rest;
    }
}
