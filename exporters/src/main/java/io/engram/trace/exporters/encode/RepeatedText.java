// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.encode;

/**
 * A text, or other bytes, that stands in a {@link SnappyBlock} again and again, and where it stood last.
 *
 * <p>Assumptions: one block uses it.
 */
public final class RepeatedText {
    // So far before all positions that no copy reaches it.
    private static final long NEVER = Long.MIN_VALUE / 2;

    private byte[] bytes;
    private int lengthBytes;
    private long copy;
    private long step;
    // Moved up to where the element has its distance.
    private long lastPlace = NEVER;

    /**
     * Makes a text that stood nowhere yet.
     *
     * @param bytes one at least; must not be changed
     */
    public RepeatedText(byte[] bytes) {
        this.bytes = bytes;
        setLength(bytes.length);
    }

    /**
     * Makes a text that stood nowhere yet.
     *
     * @param text copied
     */
    public RepeatedText(ShortText text) {
        this(text.bytes());
    }

    /**
     * Makes another text of it, that stood nowhere yet.
     *
     * @param text copied
     */
    public void become(EncodeBuffer text) {
        setLength(text.length());
        if (bytes.length < lengthBytes) {
            bytes = new byte[lengthBytes];
        }
        System.arraycopy(text.array(), 0, bytes, 0, lengthBytes);
        lastPlace = NEVER;
    }

    private void setLength(int length) {
        lengthBytes = length;
        copy = SnappyBlock.copyElement(length);
        step = SnappyBlock.copyStep(length);
    }

    /** How the element that copies it moves a cursor on. */
    long step() {
        return step;
    }

    /** The first {@link #lengthBytes} of them are the text. */
    byte[] bytes() {
        return bytes;
    }

    /**
     * How long it is.
     *
     * @return bytes
     */
    public int lengthBytes() {
        return lengthBytes;
    }

    /**
     * Says that it stands at a position now.
     *
     * @return the element that copies it from where it stood last, more than {@link SnappyBlock#MAX_COPY} if none does
     */
    long standAt(long position) {
        long place = position << Byte.SIZE;
        long element = place - lastPlace + copy;
        lastPlace = place;
        return element;
    }

    /** How far before it stood last, by what {@link #standAt} returned. */
    long distance(long element) {
        return element - copy >> Byte.SIZE;
    }
}
