package io.engram.trace.core.recording;

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
 * <p><b>Assumptions.</b> Only a thread itself looks itself up and adds itself. <b>Guarantees.</b> A thread finds its
 * own recorder or none, never another's. <b>Progress.</b> Look-up is wait-free but for places that threads share.
 */
final class RecorderTable {
    private static final int MIN_PLACES = 256;
    private static final int PLACES_PER_THREAD = 4;

    // Read and written without any order: recorders have final fields only, and carry the thread they belong to.
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
        return recorder != null && recorder.thread() == thread ? recorder : findElsewhere(thread);
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
        if (cleared) {
            // Too late: whoever holds on to the closed tracer must not hold this ring with it.
            remove(recorder.thread());
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
        all.clear();
        Arrays.fill(places, null);
    }

    private int place(Thread thread) {
        return (int) thread.threadId() & places.length - 1;
    }
}
