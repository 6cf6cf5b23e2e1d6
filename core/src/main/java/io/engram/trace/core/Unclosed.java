// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core;

import java.lang.ref.Cleaner;

/**
 * Closes sessions whose tracer became garbage without having been closed.
 *
 * <p>Assumptions: nothing that a session holds, its exporters included, refers to the tracer. Progress: sessions are
 * closed one after the other, each within its close timeout.
 */
final class Unclosed {
    // Its thread ends when this class is unloaded: it refers to the cleaner's registrations, not to the cleaner.
    private static final Cleaner CLEANER = Cleaner.create();

    private Unclosed() {
    }

    /** Watches a tracer; whoever closes the session otherwise is to call {@code clean} then. */
    static Cleaner.Cleanable watch(CognitiveTracer tracer, Session session) {
        return CLEANER.register(tracer, session::closeUnclosed);
    }
}
