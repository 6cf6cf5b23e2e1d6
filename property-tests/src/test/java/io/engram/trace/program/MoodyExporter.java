// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.program;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.collector.export.ExportException;
import io.engram.trace.collector.export.ExportException.Failed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;

/** Answers as its mood is, and keeps what it took, refused and failed on. All under its monitor. */
final class MoodyExporter implements EventExporter {
    private static final int RETRIES = 3;

    private final String name;
    private final List<CognitiveEvent> taken = new ArrayList<>();
    private final List<CognitiveEvent> refused = new ArrayList<>();
    private final List<CognitiveEvent> failed = new ArrayList<>();
    private Mood mood = Mood.WELL;
    private int retries;
    private boolean waiting;
    private boolean closed;

    MoodyExporter(String name) {
        this.name = name;
    }

    synchronized void become(Mood next) {
        mood = next;
        retries = next == Mood.FLAKY ? RETRIES : next == Mood.GONE ? 1 : 0;
        waiting = false;
        notifyAll();
    }

    /** Whether it will not answer before its mood changes. */
    synchronized boolean isWaiting() {
        return waiting;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Whether it leaves events waiting, now or once it is given some. */
    synchronized boolean isSlow() {
        return mood == Mood.SLOW || mood == Mood.GONE;
    }

    synchronized List<CognitiveEvent> taken() {
        return List.copyOf(taken);
    }

    synchronized List<CognitiveEvent> refused() {
        return List.copyOf(refused);
    }

    synchronized List<CognitiveEvent> failed() {
        return List.copyOf(failed);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void export(EventBatch batch) throws IOException {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        List<CognitiveEvent> events = batch.events();
        if (retries > 0) {
            retries--;
            throw ExportException.retryable("busy", null, events.size(), null);
        }
        while (isSlow() && retries == 0) {
            awaitMood();
        }
        if (retries > 0) {
            export(batch);
            return;
        }
        int size = events.size();
        switch (mood) {
            case HALVING -> {
                int half = (size + 1) / 2;
                taken.addAll(events.subList(0, half));
                if (half < size) {
                    throw new ExportException("half", null, List.of(new Failed(half, size, size - half, true)), null);
                }
            }
            case PICKY -> {
                refused.add(events.getFirst());
                taken.addAll(events.subList(1, size));
                throw new ExportException("not this", null, List.of(new Failed(0, 1, 1, false)), null);
            }
            case REFUSING -> {
                refused.addAll(events);
                throw ExportException.refused("no", size);
            }
            case BROKEN -> {
                failed.addAll(events);
                throw new IllegalStateException("broken");
            }
            default -> taken.addAll(events);
        }
    }

    private void awaitMood() throws InterruptedIOException {
        waiting = true;
        try {
            wait();
        } catch (InterruptedException e) {
            // The tracer closes. Nothing was taken.
            throw new InterruptedIOException("broken off");
        }
    }

    @Override
    public void flush() {
        // Nothing is kept back.
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
