// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.drain;

import io.engram.trace.core.spi.TracedThread;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Who a thread is of which only the id was recorded. The JVM is asked when it is first met, and tells the names of
 * platform threads that still live; all others, and so all virtual ones, are left without.
 *
 * <p><b>Assumptions.</b> One thread uses it. Ids are never used again, as {@link Thread#threadId} promises.
 *
 * <p><b>Guarantees.</b> Remembers a bounded number of threads, however many there are.
 */
final class ThreadNames {
    private static final int MOST = 1_024;

    private final LongFunction<String> nameOrNull;
    // Those that were met longest ago go first.
    private final Map<Long, TracedThread> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, TracedThread> eldest) {
            return size() > MOST;
        }
    };

    /** Makes one that asks this JVM. */
    ThreadNames() {
        this(ThreadNames::ofLiveThread);
    }

    /** Makes one that asks a function, which returns null for threads that it does not know. */
    ThreadNames(LongFunction<String> nameOrNull) {
        this.nameOrNull = nameOrNull;
    }

    private static String ofLiveThread(long id) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        // Without its stack, for which it would have to be stopped.
        ThreadInfo info = threads.getThreadInfo(id);
        return info == null ? null : info.getThreadName();
    }

    /** The thread with its name, which is empty if it cannot be told. */
    TracedThread find(long id) {
        TracedThread thread = known.get(id);
        if (thread == null) {
            String name = nameOrNull.apply(id);
            thread = new TracedThread(id, name == null ? "" : name);
            known.put(id, thread);
        }
        return thread;
    }
}
