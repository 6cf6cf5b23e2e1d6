// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.fork;

import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;

/** Accepts every event and keeps none. */
final class Discarding implements EventExporter {
    @Override
    public String name() {
        return "discarding";
    }

    @Override
    public void export(EventBatch batch) {
    }

    @Override
    public void flush() {
    }

    @Override
    public void close() {
    }
}
