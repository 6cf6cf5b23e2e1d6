// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.memlayout.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Runs several pieces of code, one at a time and from step to step: whoever has the baton runs to its next step.
 *
 * <p>Each stands on a virtual thread, because handing over between these is cheap.
 */
final class Actors implements AutoCloseable {
    private static final class Dismissed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Dismissed() {
            super("dismissed", null, false, false);
        }
    }

    /** One piece of code. */
    final class Actor extends Steps {
        private final Semaphore baton = new Semaphore(0);
        private final List<Long> seen = new ArrayList<>();
        private Throwable failure;
        private boolean ended;

        private void run(Consumer<Actor> body) {
            try {
                baton.acquireUninterruptibly();
                if (!dismissed) {
                    body.accept(this);
                }
            } catch (Dismissed e) {
                // It was left standing on purpose.
            } catch (Throwable e) {
                failure = e;
            } finally {
                ended = true;
                back.release();
            }
        }

        @Override
        void after(long value) {
            seen.add(value);
            back.release();
            baton.acquireUninterruptibly();
            if (dismissed) {
                throw new Dismissed();
            }
        }

        /** Forgets what it has seen: nothing of it matters to what it does next. */
        void forget() {
            seen.clear();
        }

        /** What it has seen, and with the code it runs what it will do next. */
        List<Long> seen() {
            return seen;
        }

        boolean hasEnded() {
            return ended;
        }
    }

    private final Semaphore back = new Semaphore(0);
    private final List<Actor> actors = new ArrayList<>();
    // Written and read by whoever has the baton.
    private boolean dismissed;

    Actor add(Consumer<Actor> body) {
        Actor actor = new Actor();
        actors.add(actor);
        Thread.ofVirtual().start(() -> actor.run(body));
        return actor;
    }

    Actor get(int index) {
        return actors.get(index);
    }

    /** Lets one go on to its next step, or to its end. */
    void step(int index) {
        pass(actors.get(index));
        if (actors.get(index).failure != null) {
            throw new AssertionError("actor " + index + " failed", actors.get(index).failure);
        }
    }

    private void pass(Actor actor) {
        actor.baton.release();
        back.acquireUninterruptibly();
    }

    @Override
    public void close() {
        dismissed = true;
        for (Actor actor : actors) {
            if (!actor.ended) {
                pass(actor);
            }
        }
    }
}
