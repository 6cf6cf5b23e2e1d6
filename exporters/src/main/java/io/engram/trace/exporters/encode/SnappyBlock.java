// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes the elements of a block of Snappy (google/snappy, {@code format_description.txt}), which the writer knows
 * better than a compressor could find them: texts that stood before become copies, the rest are literals. What is
 * behind a block's preamble consists of such elements only, and all distances are relative: blocks can be joined.
 *
 * <pre>
 * literal   length - 1 in the tag's upper six bits, 00; from 60 on 59 + how many bytes of length - 1 follow; bytes
 * copy      distance's bits 8 to 10, length - 4 in three bits, 01; distance's low byte
 * copy      length - 1 in six bits, 10; two bytes of distance
 * </pre>
 *
 * <p>Elements are written between {@link #begin} and {@link #end}, the first of which makes room: nothing in between
 * checks for it but the array. What is in between hands on a cursor, because a field would be stored and loaded for
 * each element: its lower half is the index of the next element, its upper half the offset of the next byte, counted
 * from where the part began.
 *
 * <p>Assumptions: one thread uses it.
 *
 * <p>Guarantees: no copy reaches what is not in the block. A position never comes again, and whenever a block begins or
 * bytes are taken back, the next position is farther than a copy reaches.
 */
public final class SnappyBlock {
    private static final int MAX_DISTANCE = (1 << Short.SIZE) - 1;
    private static final int MAX_COPY_BYTES = 64;
    private static final int COPY_BYTES = 3;
    private static final int COPY_TAG = 2;
    private static final int SHORT_COPY_TAG = 1;
    private static final int SHORT_COPY_BYTES = 2;
    private static final int SHORT_COPY_MIN_LENGTH = 4;
    private static final int SHORT_COPY_LENGTHS = 8;
    private static final int SHORT_COPY_DISTANCES = 1 << 11;
    private static final int SHORT_COPY_HIGH_DISTANCE_BIT = 5;
    private static final int TAG_TYPE_BITS = 2;
    private static final int MAX_SHORT_LITERAL_BYTES = 60;
    private static final int MAX_KEPT = 8;
    /** The largest element that copies, of {@link #COPY_BYTES}. */
    static final long MAX_COPY = (1L << Byte.SIZE * COPY_BYTES) - 1;
    // How a byte of a literal moves a cursor on.
    private static final long LITERAL_STEP = advance(0, 1, 1);
    private static final VarHandle FOUR_BYTES =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();

    private final EncodeBuffer out;
    // Offset in the upper half, length in the lower one.
    private final long[] kept = new long[MAX_KEPT];
    private byte[] bytes;
    // Of the part that was begun last.
    private int beginIndex;
    private long beginPosition;
    private long position;
    // Of the block's first byte, if nothing had been taken back.
    private long start;

    /**
     * Makes an empty block.
     *
     * @param capacity bytes that fit before it grows
     */
    public SnappyBlock(int capacity) {
        out = new EncodeBuffer(capacity);
        bytes = out.array();
    }

    /** Begins a new block. */
    public void clear() {
        out.clear();
        position += MAX_DISTANCE + 1;
        start = position;
    }

    /**
     * The elements that were written.
     *
     * @return buffer, good until the next {@link #begin} or {@link #clear}
     */
    public EncodeBuffer elements() {
        return out;
    }

    /**
     * How many bytes the elements stand for.
     *
     * @return bytes
     */
    public int plainBytes() {
        return (int) (position - start);
    }

    /**
     * Begins a part of the block. Unless it is ended, nothing was written; no text may have been repeated then.
     *
     * @param maxBytes that it takes at most
     * @return cursor
     */
    public long begin(int maxBytes) {
        out.ensure(maxBytes);
        bytes = out.array();
        beginIndex = out.length();
        beginPosition = position;
        return beginIndex;
    }

    /**
     * Ends a part.
     *
     * @param cursor behind its last element
     */
    public void end(long cursor) {
        out.advance((int) cursor);
        position += offset(cursor);
    }

    /** Takes back the part that was ended last; once. */
    public void takeBack() {
        long after = position + MAX_DISTANCE + 1;
        start += after - beginPosition;
        position = after;
        out.truncate(beginIndex);
    }

    /**
     * Where literals are written.
     *
     * @return array, the same until the next {@link #begin}
     */
    public byte[] array() {
        return bytes;
    }

    /**
     * Offset of the next byte.
     *
     * @param cursor where
     * @return bytes from where the part began
     */
    public static int offset(long cursor) {
        return (int) (cursor >>> Integer.SIZE);
    }

    private static long advance(long cursor, int plainBytes, int elementBytes) {
        return cursor + ((long) plainBytes << Integer.SIZE) + elementBytes;
    }

    /**
     * Begins a literal, which the caller writes into {@link #array}.
     *
     * @param cursor where
     * @return index of its first byte
     */
    public static int beginLiteral(long cursor) {
        return (int) cursor + 1;
    }

    /**
     * Ends a literal.
     *
     * @param cursor where it was begun
     * @param end index behind its last byte; it has 1 to 60 bytes
     * @return cursor
     */
    public long endLiteral(long cursor, int end) {
        int length = end - (int) cursor - 1;
        bytes[(int) cursor] = (byte) (length - 1 << TAG_TYPE_BITS);
        return advance(cursor, length, 1 + length);
    }

    /**
     * Begins a literal that may be longer, which the caller writes into {@link #array}.
     *
     * @param cursor where
     * @return index of its first byte
     */
    public static int beginLongLiteral(long cursor) {
        return (int) cursor + 2;
    }

    /**
     * Ends a literal that may be longer.
     *
     * @param cursor where it was begun
     * @param end index behind its last byte; it has 1 to 256 bytes
     * @return cursor
     */
    public long endLongLiteral(long cursor, int end) {
        int length = end - (int) cursor - 2;
        bytes[(int) cursor] = (byte) (MAX_SHORT_LITERAL_BYTES << TAG_TYPE_BITS);
        bytes[(int) cursor + 1] = (byte) (length - 1);
        return advance(cursor, length, 2 + length);
    }

    /**
     * Writes bytes as a literal.
     *
     * @param source array
     * @param length how many of its first bytes, 1 at least
     * @param cursor where
     * @return cursor
     */
    public long putLiteral(byte[] source, int length, long cursor) {
        int end = putLiteral(source, length, bytes, (int) cursor);
        return advance(cursor, length, end - (int) cursor);
    }

    /**
     * Writes bytes as a literal behind others.
     *
     * @param source array
     * @param length how many of its first bytes, 1 at least
     * @param to where to
     */
    public static void putLiteral(byte[] source, int length, EncodeBuffer to) {
        to.ensure(maxLiteralBytes(length));
        to.advance(putLiteral(source, length, to.array(), to.length()));
    }

    /**
     * How many bytes a literal takes at most.
     *
     * @param length of its text
     * @return bytes
     */
    public static int maxLiteralBytes(int length) {
        return 1 + Integer.BYTES + length;
    }

    private static int putLiteral(byte[] source, int length, byte[] to, int at) {
        int next = at + 1;
        int rest = length - 1;
        if (rest < MAX_SHORT_LITERAL_BYTES) {
            to[at] = (byte) (rest << TAG_TYPE_BITS);
        } else {
            for (; rest != 0; rest >>>= Byte.SIZE) {
                to[next++] = (byte) rest;
            }
            int lengthBytes = next - at - 1;
            to[at] = (byte) (MAX_SHORT_LITERAL_BYTES - 1 + lengthBytes << TAG_TYPE_BITS);
        }
        System.arraycopy(source, 0, to, next, length);
        return next + length;
    }

    /**
     * Writes a text: as copies of what stands where it stood last, or as a literal.
     *
     * @param text which was never written but by this method
     * @param cursor where
     * @return cursor
     */
    public long repeat(RepeatedText text, long cursor) {
        long element = text.standAt(beginPosition + offset(cursor));
        if (element > MAX_COPY) {
            return repeatOther(text, element, cursor);
        }
        FOUR_BYTES.set(bytes, (int) cursor, (int) element);
        return cursor + text.step();
    }

    // Elements that follow each other are stored at once where it can be: the index of each is checked.

    /**
     * Writes a text as {@link #repeat(RepeatedText, long)} does, and a literal behind it, whose bytes the caller writes
     * into {@link #array} at {@link #literalBefore}.
     *
     * @param text which was never written but as a repeated one
     * @param literalBytes length of the literal, 1 to 60
     * @param cursor where
     * @return cursor behind the literal
     */
    public long repeat(RepeatedText text, int literalBytes, long cursor) {
        long element = text.standAt(beginPosition + offset(cursor));
        int tag = literalBytes - 1 << TAG_TYPE_BITS;
        if (element > MAX_COPY) {
            long behind = repeatOther(text, element, cursor);
            bytes[(int) behind] = (byte) tag;
            return advance(behind, literalBytes, 1 + literalBytes);
        }
        FOUR_BYTES.set(bytes, (int) cursor, (int) element | tag << Byte.SIZE * COPY_BYTES);
        return cursor + text.step() + literalBytes * LITERAL_STEP + 1;
    }

    /**
     * Where the literal stands that was written last.
     *
     * @param cursor behind it
     * @param literalBytes its length
     * @return index of its first byte
     */
    public static int literalBefore(long cursor, int literalBytes) {
        return (int) cursor - literalBytes;
    }

    /**
     * Writes a text as {@link #repeat(RepeatedText, long)} does, and another one that was kept.
     *
     * @param text which was never written but as a repeated one
     * @param slot of the text behind it
     * @param cursor where
     * @return cursor
     */
    public long repeatAndCopyKept(RepeatedText text, int slot, long cursor) {
        long element = text.standAt(beginPosition + offset(cursor));
        if (element > MAX_COPY) {
            return copyKept(slot, 0, 0, repeatOther(text, element, cursor));
        }
        return copyKept(slot, element, COPY_BYTES, cursor + text.step());
    }

    /**
     * Writes a single byte as a literal, and a text behind it that was kept.
     *
     * @param single byte
     * @param slot of the text
     * @param cursor where
     * @return cursor
     */
    public long putAndCopyKept(char single, int slot, long cursor) {
        // The tag of a single byte is 0.
        return copyKept(slot, single << Byte.SIZE, Short.BYTES, advance(cursor, 1, Short.BYTES));
    }

    /** Writes the bytes before the cursor, and a copy of what was kept. */
    private long copyKept(int slot, long before, int bytesBefore, long cursor) {
        long text = kept[slot];
        int length = (int) text;
        int distance = offset(cursor) - (int) (text >>> Integer.SIZE);
        long copy = copyElement(distance, length);
        EIGHT_BYTES.set(bytes, (int) cursor - bytesBefore, copy << Byte.SIZE * bytesBefore | before);
        return advance(cursor, length, copyBytes(distance, length));
    }

    private long repeatOther(RepeatedText text, long textElement, long cursor) {
        int length = text.lengthBytes();
        long distance = text.distance(textElement);
        if (distance > MAX_DISTANCE) {
            return putLiteral(text.bytes(), length, cursor);
        }
        // Copies one behind the other have the same distance.
        int element = (int) distance << Byte.SIZE;
        int at = (int) cursor;
        int rest = length;
        while (rest > MAX_COPY_BYTES) {
            FOUR_BYTES.set(bytes, at, element | (int) copyElement(MAX_COPY_BYTES));
            at += COPY_BYTES;
            rest -= MAX_COPY_BYTES;
        }
        FOUR_BYTES.set(bytes, at, element | (int) copyElement(rest));
        return advance(cursor, length, at + COPY_BYTES - (int) cursor);
    }

    /** The element that copies so many bytes, without the distance; more than {@link #MAX_COPY} if none does. */
    static long copyElement(int length) {
        return length > MAX_COPY_BYTES ? MAX_COPY + 1 : length - 1 << TAG_TYPE_BITS | COPY_TAG;
    }

    /** How the element that copies so many bytes moves a cursor on. */
    static long copyStep(int length) {
        return advance(0, length, COPY_BYTES);
    }

    private static boolean isShortCopy(int distance, int length) {
        return Integer.compareUnsigned(length - SHORT_COPY_MIN_LENGTH, SHORT_COPY_LENGTHS) < 0
                && distance < SHORT_COPY_DISTANCES;
    }

    private static int copyBytes(int distance, int length) {
        return isShortCopy(distance, length) ? SHORT_COPY_BYTES : COPY_BYTES;
    }

    private static int copyElement(int distance, int length) {
        return isShortCopy(distance, length)
                ? (distance & 0xFF) << Byte.SIZE | distance >>> Byte.SIZE << SHORT_COPY_HIGH_DISTANCE_BIT
                        | length - SHORT_COPY_MIN_LENGTH << TAG_TYPE_BITS | SHORT_COPY_TAG
                : distance << Byte.SIZE | length - 1 << TAG_TYPE_BITS | COPY_TAG;
    }

    /**
     * Keeps where a text stands, to write it again in the same part.
     *
     * @param slot 0 to 7
     * @param from its offset
     * @param length 1 to 64 bytes
     */
    public void keep(int slot, int from, int length) {
        kept[slot] = (long) from << Integer.SIZE | length;
    }

    /**
     * How long a text is that was kept.
     *
     * @param slot of it
     * @return bytes
     */
    public int keptLength(int slot) {
        return (int) kept[slot];
    }
}
