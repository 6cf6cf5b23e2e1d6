// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.core;

import io.engram.trace.core.recording.Front;
import io.engram.trace.core.recording.Recorder;
import java.lang.ref.WeakReference;
import java.util.function.Consumer;

/** Tells a tracer what its trace calls have to know, without keeping it from becoming garbage. */
final class WeakFront implements Front {
    private final WeakReference<TraceFront> tracer;

    private WeakFront(TraceFront tracer) {
        this.tracer = new WeakReference<>(tracer);
    }

    /** Lets a recorder tell a tracer. */
    static void attach(TraceFront tracer, Recorder recorder) {
        recorder.attach(new WeakFront(tracer));
    }

    @Override
    public void setWord(EventType type, long samplingWord) {
        tell(front -> front.setWord(type, samplingWord));
    }

    @Override
    public void forget(Thread thread) {
        tell(front -> front.forget(thread));
    }

    @Override
    public void forgetAll() {
        tell(TraceFront::forgetAll);
    }

    private void tell(Consumer<TraceFront> what) {
        TraceFront front = tracer.get();
        if (front != null) {
            what.accept(front);
        }
    }
}
