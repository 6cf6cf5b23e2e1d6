// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.recording;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which thread records through which recorder.
 *
 * <p>Not a {@link ThreadLocal}: its values stay with live threads when the tracer is gone, and with them the rings'
 * memory. Here the tracer holds everything, and a look-up is shorter: thread ids are handed out in sequence, so that a
 * table addressed by their low bits seldom has two threads in one place. Where it does, the map has both.
 *
 * <p>Threads that record much seldom ask: the tracer's {@link Front} knows two recorders. There the thread is compared,
 * and a comparison is predicted, while an address that is computed from the thread's id is known only after five loads,
 * each of which waits for the last one; and until then a processor may hold back the loads of whatever comes after the
 * record, since they could be of what is stored there.
 *
 * <p><b>Assumptions.</b> Only a thread itself looks itself up and adds itself. <b>Guarantees.</b> A thread finds its
 * own recorder or none, never another's. <b>Progress.</b> Look-up is wait-free but for places that threads share.
 */
final class RecorderTable {
    private static final int MIN_PLACES = 256;
    private static final int PLACES_PER_THREAD = 4;

    // Read and written without any order: recorders are safe to publish so, and carry the thread they belong to.
    private final ThreadRecorder[] places;
    private final Map<Thread, ThreadRecorder> all = new ConcurrentHashMap<>();
    private volatile boolean cleared;

    RecorderTable(int maxThreads) {
        int wanted = Math.max(MIN_PLACES, Math.min(PLACES_PER_THREAD * maxThreads, 1 << 16));
        this.places = new ThreadRecorder[Integer.highestOneBit(2 * wanted - 1)];
    }

    /** The current thread's recorder, or null; a virtual thread, of which there may be millions, never has one. */
    ThreadRecorder find() {
        Thread thread = Thread.currentThread();
        ThreadRecorder recorder = places[place(thread)];
        return isOf(recorder, thread) ? recorder : findElsewhere(thread);
    }

    private static boolean isOf(ThreadRecorder recorder, Thread thread) {
        return recorder != null && recorder.thread() == thread;
    }

    private ThreadRecorder findElsewhere(Thread thread) {
        ThreadRecorder recorder = thread.isVirtual() ? null : all.get(thread);
        if (recorder != null) {
            places[place(thread)] = recorder;
        }
        return recorder;
    }

    void add(ThreadRecorder recorder) {
        all.put(recorder.thread(), recorder);
        places[place(recorder.thread())] = recorder;
        // Whoever holds on to the closed tracer must not hold a ring with it that came too late.
        // Partner: the one in clear. Either clearing sees what was just stored, or this thread that it has begun.
        VarHandle.fullFence();
        if (cleared) {
            clear();
        }
    }

    void remove(Thread thread) {
        ThreadRecorder recorder = all.remove(thread);
        int place = place(thread);
        if (places[place] == recorder) {
            places[place] = null;
        }
    }

    /** All recorders of threads that were not found dead. */
    Collection<ThreadRecorder> all() {
        return all.values();
    }

    /** Lets go of all recorders, and of those that come later. */
    void clear() {
        cleared = true;
        // Partner: the one in add.
        VarHandle.fullFence();
        all.clear();
        Arrays.fill(places, null);
    }

    private int place(Thread thread) {
        return (int) thread.threadId() & places.length - 1;
    }
}
