// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import io.engram.trace.collector.event.CognitiveEvent;
import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import io.engram.trace.collector.export.ExportException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Answers as a test says, each call once; without a word from the test it accepts. Keeps what its far side has. */
class ScriptedExporter implements EventExporter {
    /** An answer: returns, or throws. */
    interface Answer {
        void give(EventBatch batch) throws IOException;
    }

    private final String name;
    private final int preferredEvents;
    private final Map<String, String> resource;
    private final BlockingQueue<Answer> script = new LinkedBlockingQueue<>();
    private final Semaphore calls = new Semaphore(0);
    private final List<EventBatch> attempts = new ArrayList<>();
    private final List<CognitiveEvent> accepted = new ArrayList<>();
    private final List<Map<String, String>> resources = new ArrayList<>();
    private int flushes;
    private int closes;
    private volatile Answer otherwise = batch -> { };

    ScriptedExporter(String name) {
        this(name, 0, Map.of());
    }

    ScriptedExporter(String name, int preferredEvents, Map<String, String> resource) {
        this.name = name;
        this.preferredEvents = preferredEvents;
        this.resource = resource;
    }

    static Answer retry(int from, int to) {
        return batch -> {
            throw new ExportException("busy", null, List.of(new ExportException.Failed(from, to, to - from, true)), null);
        };
    }

    static Answer retryAll() {
        return batch -> {
            throw ExportException.retryable("gone", null, batch.size(), null);
        };
    }

    static Answer refuseAll() {
        return batch -> {
            throw ExportException.refused("bad", batch.size());
        };
    }

    ScriptedExporter then(Answer answer) {
        script.add(answer);
        return this;
    }

    void fromNowOn(Answer answer) {
        otherwise = answer;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void export(EventBatch batch) throws IOException {
        synchronized (this) {
            attempts.add(batch);
        }
        calls.release();
        Answer answer = script.poll();
        try {
            (answer == null ? otherwise : answer).give(batch);
            accept(batch, List.of());
        } catch (ExportException e) {
            accept(batch, e.failed());
            throw e;
        }
    }

    private synchronized void accept(EventBatch batch, List<ExportException.Failed> failed) {
        int next = 0;
        for (ExportException.Failed one : failed) {
            accepted.addAll(batch.events().subList(next, one.from()));
            // Of a range that failed in part the far side has the last ones.
            accepted.addAll(batch.events().subList(one.from() + one.events(), one.to()));
            next = one.to();
        }
        accepted.addAll(batch.events().subList(next, batch.size()));
        resources.add(batch.resource());
    }

    @Override
    public synchronized void flush() throws IOException {
        flushes++;
    }

    @Override
    public synchronized void close() throws IOException {
        closes++;
    }

    @Override
    public int preferredEvents() {
        return preferredEvents;
    }

    @Override
    public boolean isSpoolable() {
        return true;
    }

    @Override
    public Map<String, String> resource() {
        return resource;
    }

    void awaitCalls(int count) throws InterruptedException {
        if (!calls.tryAcquire(count, 30, TimeUnit.SECONDS)) {
            throw new AssertionError("the exporter was not called " + count + " times more");
        }
    }

    synchronized List<CognitiveEvent> accepted() {
        return List.copyOf(accepted);
    }

    synchronized List<Integer> attemptSizes() {
        return attempts.stream().map(EventBatch::size).toList();
    }

    synchronized List<Map<String, String>> resources() {
        return List.copyOf(resources);
    }

    synchronized int flushes() {
        return flushes;
    }

    synchronized int closes() {
        return closes;
    }
}
