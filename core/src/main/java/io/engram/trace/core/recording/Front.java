// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core.recording;

import io.engram.trace.core.EventType;

/**
 * What trace calls touch before anything else: copies of the switches, and the recorders of busy threads. It belongs to
 * the tracer, so that it is no load away from it; whoever changes the originals tells it.
 */
public interface Front {
    /** A recorder without a tracer has none. */
    Front NONE = new Front() {
        @Override
        public void setWord(EventType type, long samplingWord) {
            // Nobody reads it.
        }

        @Override
        public void forget(Thread thread) {
            // Nothing is known.
        }

        @Override
        public void forgetAll() {
            // Nothing is known.
        }
    };

    /**
     * Takes over a type's switch. One call at a time.
     *
     * @param type event type
     * @param samplingWord a {@link io.engram.trace.memlayout.layout.SamplingWord}
     */
    void setWord(EventType type, long samplingWord);

    /**
     * Lets go of the recorder of a thread that has ended.
     *
     * @param thread whose
     */
    void forget(Thread thread);

    /** Lets go of all recorders, and of those that come later. */
    void forgetAll();
}
