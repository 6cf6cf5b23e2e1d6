package io.engram.trace.core.recording;

import io.engram.trace.core.EventType;
import io.engram.trace.memlayout.layout.SamplingWord;
import io.engram.trace.memlayout.layout.TraceFileLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The sampling word of each type, which every trace call reads first.
 *
 * <p>The words stand on the heap: reading one is a load and a comparison there, while a word off-heap costs the checks
 * of its segment on every call. The trace's head gets a copy for whoever looks at it.
 *
 * <p>Guarantees: a change is seen by each thread's next trace call that begins after it became visible; there is no
 * fence on the reader's side, so "next" means within nanoseconds. Progress: wait-free.
 */
public final class Switchboard {
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();

    private final long[] words = new long[EventType.values().length];
    private final MemorySegment head;

    Switchboard(MemorySegment head) {
        this.head = head;
        for (EventType type : EventType.values()) {
            set(type, SamplingWord.DISABLED);
        }
    }

    /**
     * The words, for those who read them often: an object less on the way.
     *
     * @return one per event type, read by {@link #word}
     */
    long[] words() {
        return words;
    }

    /**
     * The sampling word of a type.
     *
     * @param words of a switchboard
     * @param eventType 0 to 3
     * @return a {@link SamplingWord}
     */
    public static long word(long[] words, int eventType) {
        return (long) WORD.getOpaque(words, eventType);
    }

    long word(EventType type) {
        return word(words, type.code());
    }

    void set(EventType type, long samplingWord) {
        TraceFileLayout.setSamplingOpaque(head, type.code(), samplingWord);
        WORD.setOpaque(words, type.ordinal(), samplingWord);
    }
}
