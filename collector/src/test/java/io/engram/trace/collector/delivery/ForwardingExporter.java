// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.collector.delivery;

import io.engram.trace.collector.export.EventBatch;
import io.engram.trace.collector.export.EventExporter;
import java.io.IOException;

/** Passes calls on, for tests that change one of them. */
class ForwardingExporter implements EventExporter {
    private final EventExporter target;

    ForwardingExporter(EventExporter target) {
        this.target = target;
    }

    @Override
    public String name() {
        return target.name();
    }

    @Override
    public void export(EventBatch batch) throws IOException {
        target.export(batch);
    }

    @Override
    public void flush() throws IOException {
        target.flush();
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
