// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.event;

import java.util.Arrays;

/** Up to three unsigned node ids, as many as a record holds inline; a value. */
public final class NodeIds {
    /** No ids. */
    public static final NodeIds NONE = new NodeIds(0, 0, 0, 0);

    private static final int MAX = 3;

    private final int size;
    private final long id0;
    private final long id1;
    private final long id2;

    private NodeIds(int size, long id0, long id1, long id2) {
        this.size = size;
        this.id0 = id0;
        this.id1 = id1;
        this.id2 = id2;
    }

    /**
     * Ids.
     *
     * @param ids none to three
     * @return value
     * @throws IllegalArgumentException if there are more
     */
    public static NodeIds of(long... ids) {
        if (ids.length > MAX) {
            throw new IllegalArgumentException(ids.length + " node ids: give " + MAX + " at most");
        }
        long[] padded = Arrays.copyOf(ids, MAX);
        return first(ids.length, padded[0], padded[1], padded[2]);
    }

    /**
     * The first ids of three.
     *
     * @param size how many; more than three count as three
     * @param id0 unsigned id
     * @param id1 unsigned id
     * @param id2 unsigned id
     * @return value
     */
    public static NodeIds first(int size, long id0, long id1, long id2) {
        return size == 0 ? NONE
                : new NodeIds(Math.min(size, MAX), id0, size > 1 ? id1 : 0, size > 2 ? id2 : 0);
    }

    /**
     * How many ids there are.
     *
     * @return 0 to 3
     */
    public int size() {
        return size;
    }

    /**
     * One id.
     *
     * @param index from 0
     * @return unsigned id
     * @throws IndexOutOfBoundsException if there are not so many
     */
    public long get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("index " + index + " of " + size + " node ids");
        }
        return index == 0 ? id0 : index == 1 ? id1 : id2;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeIds that && size == that.size && id0 == that.id0 && id1 == that.id1
                && id2 == that.id2;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * (31 * id0 + id1) + id2) + size;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "" : ", ").append(Long.toUnsignedString(get(i)));
        }
        return text.append(']').toString();
    }
}
