// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what it is given. */
class RecordingExporter implements EventExporter {
    private final List<String> calls = new ArrayList<>();
    private final BlockingQueue<EventBatch> batches = new LinkedBlockingQueue<>();
    private final List<EventBatch> all = new ArrayList<>();

    @Override
    public String name() {
        return "recording";
    }

    @Override
    public void export(EventBatch batch) throws IOException {
        synchronized (this) {
            all.add(batch);
            calls.add("export " + batch.size());
        }
        batches.add(batch);
    }

    @Override
    public synchronized void flush() {
        calls.add("flush");
    }

    @Override
    public synchronized void close() {
        calls.add("close");
    }

    /** Waits for the next batch; fails after half a minute. */
    EventBatch next() throws InterruptedException {
        EventBatch batch = batches.poll(30, TimeUnit.SECONDS);
        if (batch == null) {
            throw new AssertionError("no batch was exported");
        }
        return batch;
    }

    synchronized List<CognitiveEvent> events() {
        return all.stream().flatMap(batch -> batch.events().stream()).toList();
    }

    synchronized List<EventBatch> batches() {
        return List.copyOf(all);
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }
}
