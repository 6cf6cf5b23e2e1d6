// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core;

import io.engram.trace.core.clock.TraceClock;
import io.engram.trace.core.recording.EventRecorder;
import io.engram.trace.core.recording.Recorder;
import io.engram.trace.core.recording.ThreadRecorder;
import io.engram.trace.core.sampling.GapSampler;
import io.engram.trace.core.stats.RejectReason;
import io.engram.trace.memlayout.layout.RecordLayout;
import io.engram.trace.memlayout.layout.SamplingWord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The part of a tracer that trace calls go through: copies of the switches, and the recorders of two threads that
 * record much, all of them fields of the tracer. From there a call that is sampled out is one load away from its
 * sampler, and one that records from its ring's writer. Each load more in that row, and not the number of instructions,
 * is what such calls would cost more.
 *
 * <p><b>Assumptions.</b> Switches are set by one thread at a time, as {@link
 * io.engram.trace.core.recording.Switchboard} does; everything else comes from anyone at any time.
 *
 * <p><b>Guarantees.</b> A change of a switch is seen by each thread's next trace call that begins after it became
 * visible; there is no fence on the reader's side, so "next" means within nanoseconds. A thread goes by its own
 * recorder or by none, never by another's. Never throws.
 *
 * <p><b>Progress.</b> As {@link Recorder}'s.
 */
abstract class TraceFront {
    private static final VarHandle PRIMING = handle("primingWord", long.class);
    private static final VarHandle INTERFERENCE = handle("interferenceWord", long.class);
    private static final VarHandle RECONSOLIDATION = handle("reconsolidationWord", long.class);
    private static final VarHandle FALSE_MEMORY = handle("falseMemoryWord", long.class);
    private static final VarHandle CHANGING = handle("changing", boolean.class);
    // No thread has this id.
    private static final long NOBODY = 0;

    private final Recorder recorder;
    private final TraceClock clock;
    // Accessed through the handles.
    private long primingWord = SamplingWord.DISABLED;
    private long interferenceWord = SamplingWord.DISABLED;
    private long reconsolidationWord = SamplingWord.DISABLED;
    private long falseMemoryWord = SamplingWord.DISABLED;
    // Written and read without any order: what is found may for a moment not belong together, and is asked whose it is.
    // The id stands here because a recorder and a sampler lie in lines that their thread writes with each event: no
    // other one shall have to load them.
    private long firstId = NOBODY;
    private GapSampler firstSampler;
    private ThreadRecorder first;
    private long secondId = NOBODY;
    private GapSampler secondSampler;
    private ThreadRecorder second;
    // Whether somebody changes the two. Accessed through CHANGING.
    @SuppressWarnings("unused")
    private boolean changing;
    private volatile boolean forgotten;

    /** Makes a front without recorders, whose types are off; with null, if tracing is off. */
    TraceFront(Recorder recorder) {
        this.recorder = recorder;
        this.clock = recorder == null ? null : recorder.clock();
    }

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(TraceFront.class, field, type).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final long primingWord() {
        return (long) PRIMING.getOpaque(this);
    }

    final long interferenceWord() {
        return (long) INTERFERENCE.getOpaque(this);
    }

    final long reconsolidationWord() {
        return (long) RECONSOLIDATION.getOpaque(this);
    }

    final long falseMemoryWord() {
        return (long) FALSE_MEMORY.getOpaque(this);
    }

    final void setWord(EventType type, long samplingWord) {
        switch (type) {
            case PRIMING -> PRIMING.setOpaque(this, samplingWord);
            case INTERFERENCE -> INTERFERENCE.setOpaque(this, samplingWord);
            case RECONSOLIDATION -> RECONSOLIDATION.setOpaque(this, samplingWord);
            case FALSE_MEMORY -> FALSE_MEMORY.setOpaque(this, samplingWord);
        }
    }

    /** Takes note of an event whose switch is negative. */
    final void refuse(byte eventType, long word) {
        if (word == SamplingWord.CLOSED) {
            recorder.reject(eventType, RejectReason.CLOSED);
        }
    }

    private void rejectArgument(byte eventType) {
        recorder.reject(eventType, RejectReason.INVALID_ARGUMENT);
    }

    // What follows is given the type's switch, as it was just read; not negative.

    final void priming(long word, long correlationId, PrimingType type, float strength, long sourceNode,
            long targetNode) {
        if (type == null) {
            rejectArgument(RecordLayout.PRIMING);
        } else if (!skip(RecordLayout.PRIMING, word)) {
            long early = earlyTicks(word);
            EventRecorder own = own(RecordLayout.PRIMING);
            if (own != null) {
                own.priming(early, correlationId, type.code(), strength, sourceNode, targetNode);
            }
        }
    }

    final void interference(long word, long correlationId, InterferenceType type, float magnitude, long targetNode,
            int count, long competing0, long competing1, long competing2) {
        if (type == null) {
            rejectArgument(RecordLayout.INTERFERENCE);
        } else if (!skip(RecordLayout.INTERFERENCE, word)) {
            long early = earlyTicks(word);
            EventRecorder own = own(RecordLayout.INTERFERENCE);
            if (own != null) {
                own.interference(early, correlationId, type.code(), magnitude, targetNode, count, competing0,
                        competing1, competing2);
            }
        }
    }

    final void interference(long word, long correlationId, InterferenceType type, float magnitude, long targetNode,
            long[] competing, int length) {
        if (type == null || competing == null || isOutside(competing, length)) {
            rejectArgument(RecordLayout.INTERFERENCE);
        } else if (!skip(RecordLayout.INTERFERENCE, word)) {
            long early = earlyTicks(word);
            EventRecorder own = own(RecordLayout.INTERFERENCE);
            if (own != null) {
                own.interference(early, correlationId, type.code(), magnitude, targetNode, length,
                        nodeOrZero(competing, length, 0), nodeOrZero(competing, length, 1),
                        nodeOrZero(competing, length, 2));
            }
        }
    }

    final void reconsolidation(long word, long correlationId, long node, float windowPosition, int modificationCount,
            long modifiedFields, float plasticityFactor) {
        if (modificationCount < 0) {
            rejectArgument(RecordLayout.RECONSOLIDATION);
        } else if (!skip(RecordLayout.RECONSOLIDATION, word)) {
            long early = earlyTicks(word);
            EventRecorder own = own(RecordLayout.RECONSOLIDATION);
            if (own != null) {
                own.reconsolidation(early, correlationId, node, windowPosition, modificationCount,
                        modifiedFields, plasticityFactor);
            }
        }
    }

    final void falseMemory(long word, long correlationId, long criticalLure, float confidence, long[] sources,
            int length) {
        if (sources == null || isOutside(sources, length)) {
            rejectArgument(RecordLayout.FALSE_MEMORY);
        } else if (!skip(RecordLayout.FALSE_MEMORY, word)) {
            long early = earlyTicks(word);
            EventRecorder own = own(RecordLayout.FALSE_MEMORY);
            if (own != null) {
                own.falseMemory(early, correlationId, criticalLure, confidence, length,
                        nodeOrZero(sources, length, 0), nodeOrZero(sources, length, 1),
                        nodeOrZero(sources, length, 2));
            }
        }
    }

    private static boolean isOutside(long[] nodes, int length) {
        // Unsigned, a negative length is a large one: one comparison for both ends.
        return Integer.compareUnsigned(length, nodes.length) > 0;
    }

    private static long nodeOrZero(long[] nodes, int length, int index) {
        return index < length ? nodes[index] : 0;
    }

    /** Leaves an event out if it stands in a gap of one of the two threads; others ask their sampler later. */
    private boolean skip(byte eventType, long word) {
        if (word == SamplingWord.ALWAYS) {
            return false;
        }
        long id = Thread.currentThread().threadId();
        GapSampler sampler = firstId == id ? firstSampler : secondId == id ? secondSampler : null;
        return sampler != null && sampler.isOf(id) && sampler.skip(eventType, word);
    }

    private long earlyTicks(long word) {
        // nanoTime waits until all loads before it are done. Where every event is kept it is therefore called before
        // the thread's recorder is looked up, and the look-up runs in its shadow.
        return word == SamplingWord.ALWAYS ? clock.ticks() : Recorder.NO_TICKS;
    }

    /** The current thread's recorder; null if there is none for it, which was counted. */
    private EventRecorder own(byte eventType) {
        Thread thread = Thread.currentThread();
        long id = thread.threadId();
        ThreadRecorder own = firstId == id ? first : secondId == id ? second : null;
        return own != null && own.thread() == thread ? own.self() : find(eventType);
    }

    private EventRecorder find(byte eventType) {
        EventRecorder found = recorder.find(eventType);
        if (found instanceof ThreadRecorder own && (first == null || second == null || own.isOftenLookedUp())) {
            prefer(own);
        }
        return found;
    }

    private void prefer(ThreadRecorder own) {
        // One thread at a time, so that what belongs together stays together. Whoever comes second comes again.
        if (!CHANGING.compareAndSet(this, false, true)) {
            return;
        }
        if (first != null) {
            secondId = firstId;
            secondSampler = firstSampler;
            second = first;
        }
        firstId = own.thread().threadId();
        firstSampler = own.sampler();
        first = own;
        ThreadRecorder other = second;
        CHANGING.setRelease(this, false);
        // Partner: the one in forgetAll. Either that sees what was just stored, or this thread that it has begun:
        // whoever holds on to the closed tracer must not hold a ring with it that came too late. The same for a thread
        // that has ended meanwhile: either forget found the mark off, or its end is seen here.
        VarHandle.fullFence();
        if (forgotten) {
            forgetAll();
        } else if (other != null && !other.thread().isAlive()) {
            forget(other.thread());
        }
    }

    /** Lets go of a thread that has ended; whoever changes the two right now looks after that by itself. */
    final void forget(Thread thread) {
        if (CHANGING.compareAndSet(this, false, true)) {
            if (firstId == thread.threadId()) {
                forgetFirst();
            }
            if (secondId == thread.threadId()) {
                forgetSecond();
            }
            CHANGING.setRelease(this, false);
        }
    }

    /** Lets go of all. */
    final void forgetAll() {
        forgotten = true;
        // Partner: the one in prefer.
        VarHandle.fullFence();
        forgetFirst();
        forgetSecond();
    }

    private void forgetFirst() {
        firstId = NOBODY;
        firstSampler = null;
        first = null;
    }

    private void forgetSecond() {
        secondId = NOBODY;
        secondSampler = null;
        second = null;
    }
}
