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
    private int copy;
    private long step;
    private long lastPosition = NEVER;

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
        lastPosition = NEVER;
    }

    private void setLength(int length) {
        lengthBytes = length;
        copy = SnappyBlock.copyElement(length);
        step = SnappyBlock.copyStep(length);
    }

    /** The element that copies it, but for the distance; 0 if it takes more than one. */
    int copy() {
        return copy;
    }

    /** How that element moves a cursor on. */
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
     * @return how far before it stood last
     */
    long standAt(long position) {
        long distance = position - lastPosition;
        lastPosition = position;
        return distance;
    }
}
